"""The words themselves, as data; `synonyms` says how they are read.

A line is one group: what people and offices call one thing, parted by commas. After ">" stand names
of wider groups: a forum about those may serve too. A line that begins with "=" opens a field, and
is a group itself; it is wider than every group below it. A phrase stands in one group only,
  singular
and plural count as the same, and a test keeps it so. Written for this service.
"""

TEXT = """
= money, personal finance, finances, cost of living, making ends meet, hard up, short of money
money saving, saving money, bargain, thrift, thrifty, frugal, coupon, voucher code, cheap, discount
budgeting, household budget, managing money
debt, owing money, money trouble, creditor, cannot pay
arrears, behind with payments > debt
bailiff, enforcement agent, debt collector, debt collection, court summons > debt
bankruptcy, bankrupt, insolvency, debt relief order, dro, iva,
  individual voluntary arrangement > debt
loan, payday loan, loan shark, doorstep lender, borrowing money > debt
credit card, store card, overdraft > debt, bank account
credit rating, credit score, credit file, credit reference > debt
savings, isa, premium bonds, nest egg, investment, stocks and shares
bank account, banking, current account
mortgage, home loan, remortgage > first home
insurance, insurance claim
food bank, food parcel, food poverty, cannot afford food
credit union > loan
equity release > mortgage

= benefits, welfare, social security, welfare rights, benefit claimant, claimant
universal credit, uc
jobseekers allowance, jsa, dole, signing on, unemployment benefit > unemployed
employment and support allowance, esa, incapacity benefit
personal independence payment, pip, disability living allowance, dla, disability benefit > disabled
attendance allowance, help at home in old age > older people
carers allowance, carers benefit, carer support payment > carer
housing benefit, rent help, local housing allowance, lha > rent
bedroom tax, spare room subsidy > housing benefit, social housing
council tax reduction, council tax support, council tax benefit > council tax
pension credit, pensioner benefit > pension
child benefit, family allowance > parent
child maintenance, child support, csa, cms, maintenance payments > single parent, separation
tax credits, working tax credit, child tax credit
benefit cap, benefit limit, two child limit
sanction, benefit stopped
mandatory reconsideration, benefit appeal, appeal a decision, benefit tribunal
work capability assessment, fit for work, wca, limited capability for work
winter fuel payment, fuel allowance, heating allowance, cold weather payment > energy bill, pension
budgeting loan, social fund, crisis loan, welfare assistance
bereavement support payment, widows allowance, bereavement benefit,
  widowed parents allowance > bereavement
healthy start, sure start grant, maternity grant > pregnancy
dwp, department for work and pensions

= pension, retirement, annuity
state pension, old age pension, pension age, waspi
workplace pension, auto enrolment, company pension, occupational pension
pension pot, drawdown, sipp, private pension

= tax, hmrc, taxman, inland revenue, revenue and customs
self assessment, tax return, sa100
income tax, paye, tax code
national insurance, ni, nino
vat, value added tax
inheritance tax, iht, death duties > probate
capital gains tax, cgt
stamp duty, sdlt, land tax > first home
tax refund, tax rebate, overpaid tax
business rates, non domestic rates > small business
council tax, ctax, rates bill, rate payer, council tax band
gift aid, charity tax > charity
customs, import duty, import tax, tariff, importing, exporting, duty on goods
accountant, bookkeeper, payroll

= job, work, employment, workplace, worker, employee
unemployed, out of work, jobless, jobseeker, job seeker, lost my job, lost their job, job search,
  find a job, find work, cannot find work, looking for work, job hunting, job hunter,
  vacancy, cv, resume, job interview
job centre, jobcentre, jobcentre plus, labour exchange > unemployed
sick pay, ssp, statutory sick pay > sick leave
sick leave, off sick, sickness absence
fit note, sick note, doctors note > sick leave
maternity pay, smp, statutory maternity pay > maternity leave
maternity leave, pregnant at work > pregnancy
paternity leave, paternity pay, shared parental leave, spl > parent
minimum wage, living wage, nmw, low pay
wages, salary, unpaid wages, rates of pay, pay slip
redundancy, laid off, job cuts > employment rights, trade union
unfair dismissal, sacked, dismissed, fired from work, got the sack > employment rights, trade union
employment tribunal, work tribunal > employment rights
grievance, disciplinary, treated badly at work > employment rights, trade union
zero hours, gig work, casual work, agency worker, temp work
flexible working, part time working, working from home, remote working
holiday pay, annual leave
employment rights, workers rights, rights at work, employment law, acas
trade union, union rep, shop steward, unions
apprenticeship, apprentice, learn a trade, trainee
careers advice, careers guidance, choosing a career
health and safety at work, accident at work, work injury
shop worker, retail worker, retail, shop assistant
teacher, teaching, schoolteacher
nurse, midwife > nhs
care worker, social worker, carer in a home > social care
builder, tradesman, tradesperson, construction

= small business, sme, start up, starting a business, own business, business owner, entrepreneur
self employed, sole trader, freelance, own boss, contractor, ir35
company registration, companies house, limited company
business grant, business loan, funding for business
shopkeeper, high street shop, market trader
restaurant, cafe, pub landlord, food business

= housing, accommodation, somewhere to live, place to live
social housing, council house, council flat, housing association, council home
housing register, housing waiting list, waiting for a council house > social housing
mutual exchange, house swap, home swap, swap my house, council house swap > social housing
tenant, private rented, rented home, private renter, renter, lodger > rent
rent, rent rise, rent increase > tenant
landlord, letting, buy to let, letting agent > tenant
eviction, section 21, notice to quit, thrown out, throw me out, kicked out, kick me out,
  repossession > tenant
homeless, rough sleeping, sleeping rough, sleeping on the streets, living on the streets,
  nowhere to live, sofa surfing, hostel, fixed abode
tenancy deposit, rent deposit, deposit back > tenant
rent arrears, behind with rent, owe rent > rent, debt, tenant
shared ownership, help to buy > first home
home owner, homeowner, owner occupier, house owner, real estate, property market
first home, first time buyer, first house, buying a home, buying a house, housing ladder,
  conveyancing, home buyer > home owner
selling a house, selling up, estate agent, house move > first home, home owner
leasehold, ground rent, service charge, freeholder, managing agent
cladding, unsafe flats, building safety > leasehold
damp, mould, mouldy, condensation, disrepair, black mould, repairs not done > tenant
home improvement, diy, renovation, do it yourself, doing up a house
extension, loft conversion, conservatory > planning permission, home improvement
self build, building your own home, build my own house > planning permission
planning permission, planning application, building permission, planning appeal
building regulations, building control > planning permission
houseboat, narrowboat, mooring, canal boat
park home, mobile home, caravan site

= neighbour, next door, people upstairs
noise, noisy, noise nuisance, noisy neighbour, loud music, loud neighbour, barking dog
neighbour dispute, neighbour from hell, trouble with neighbours
anti social behaviour, asb, antisocial behaviour, gangs on the street > crime prevention
boundary, fence, party wall, high hedge, right of light

= council, local authority, town hall, local government
councillor, local politician, parish council, town council
rubbish, waste, refuse, bin, wheelie bin, bin day, bin collection
recycling, composting > rubbish
fly tipping, dumped rubbish, litter > rubbish
pothole, road repair, road defect, pavement
street light, lamp post
library, borrowing books
allotment, grow your own, growing vegetables, vegetable plot > gardening
gardening, lawn
tree, hedge, tree preservation
cemetery, crematorium, graveyard > funeral
park, playground, play area, green space
community centre, village hall, community hall, hall hire
community group, residents association, tenants association
rat, pest control, vermin, mice, bedbugs

= energy bill, gas bill, electricity bill, fuel bill, utility bill, heating bill, heating,
  energy supplier
fuel poverty, cold home, cannot heat
smart meter, prepayment meter, gas meter, electricity meter
insulation, draughty, energy efficiency
heat pump, boiler, central heating
solar panel, solar power, solar energy
septic tank, cesspit, sewerage, private drainage
water bill, water company, water meter, water leak, sewage, blocked drain

= school, education, pupil
school place, school admission, admissions, admissions appeal, refused a school, choosing a school
school meals, free school meals, school dinners
school transport, school bus
school uniform, uniforms
exclusion from school, expelled, excluded from school, suspended from school
truancy, school attendance, school absence, fined for absence, school refusal, will not go to school
special educational needs, sen, send, special needs, ehcp, education health and care plan,
  special school
home education, home schooling, elective home education
exam results, gcse, a level, exam, revision
sixth form, further education, college, btec
university, uni, higher education, he student, undergraduate, degree course, student
student loan, student finance, sfe, slc, student loans company, tuition fees,
  university fees > university
student grant, maintenance grant, maintenance loan, bursary > university, student loan
adult learning, evening class, night class, adult education, adult learner, back to college
reading and writing, literacy, numeracy, maths help

= parent, mum, dad, mother, father, bringing up children
children, kids, child, little ones
childcare, nursery, child minder, childminder, day care, creche, nanny
free childcare, childcare vouchers, tax free childcare, childcare costs > childcare
baby, newborn, infant, toddler, breastfeeding, weaning
pregnancy, pregnant, expecting a baby, antenatal, giving birth, miscarriage, stillbirth
teenager, teens, adolescent
youth, young people, young person, youth club
single parent, lone parent, single mum, single mother, single dad, on my own with children
birth certificate, register a birth, birth registration
adoption, adoptive parent
foster care, fostering, foster parent, foster carer, looked after child, care leaver
kinship care, kinship carer, special guardianship, grandparents raising grandchildren,
  grandchildren, grandparent, grandmother, grandfather
child protection, safeguarding, social services, child abuse
bullying
separation, split up, break up, breakup
divorce, getting divorced > separation
child custody, child arrangements, contact order, contact with children, access to children,
  see their kids, see my kids, see their children, see my children, family court,
  cafcass > separation
marriage, civil partnership, getting married, wedding

= health, wellbeing, illness
nhs, health service, national health service
hospital, inpatient, ward, operation, waiting list for treatment
gp, doctor, surgery, general practice, general practitioner, family doctor, doctors appointment
accident and emergency, casualty, emergency department, ambulance, paramedic, first responder
dentist, dental, teeth, tooth, toothache, dentistry, braces
prescription, medicine, medication, pharmacy, chemist, pharmacist
optician, eye test, spectacles
end of life, palliative care, hospice, terminally ill, dying
complain about the nhs, nhs complaint, pals, medical negligence > ombudsman
cancer, tumour, oncology, chemotherapy, chemo, radiotherapy, leukaemia, lymphoma
breast cancer, mastectomy, lump in the breast > cancer
prostate, prostate cancer, swollen prostate > cancer
bowel cancer, colon cancer, stoma > cancer
diabetes, blood sugar, insulin
heart disease, heart attack, cardiac, angina, heart condition, heart failure, heart bypass
high blood pressure, hypertension, cholesterol > heart disease
stroke, tia, aphasia
brain injury, head injury, concussion
multiple sclerosis, ms
parkinsons, parkinsons disease, tremor
motor neurone disease, mnd, als
epilepsy, epileptic, seizure, convulsion, a fit, having fits, fits and seizures
asthma, copd, breathing, inhaler, breathless, lung disease, emphysema, wheeze, bronchitis
arthritis, joint pain, rheumatism, hip replacement, knee replacement
chronic pain, long term pain, back pain, sciatica, always in pain, bad back
chronic fatigue, myalgic encephalomyelitis, me cfs, fibromyalgia, tired all the time,
  always tired, exhaustion
long covid, post covid
covid, coronavirus, pandemic
vaccination, jab, immunisation, flu jab
sexual health, contraception, sti, std, hiv, the pill
fertility, ivf, infertility, trying for a baby, trying to conceive, cannot get pregnant
menopause, hot flushes, going through the change, change of life, hrt, perimenopause
endometriosis, period pain, heavy periods
migraine, headache
sickle cell, thalassaemia
stammer, stutter, speech impediment
blood donor, blood donation, organ donor, organ donation
tinnitus, ringing in the ears > deaf
kidney disease, kidney, dialysis, renal, transplant
liver disease, hepatitis, cirrhosis
coeliac, gluten free, gluten, coeliac disease
crohns, colitis, ibs, irritable bowel
allergy, allergic, anaphylaxis, hay fever
skin condition, eczema, psoriasis, acne, dermatitis, itchy skin
sleep, insomnia, sleepless, sleep disorder, cannot sleep, snoring
weight loss, obesity, slimming, diet, losing weight, overweight, weight management
exercise, fitness, keep fit, gym, getting fit
smoking, stop smoking, vaping, cigarette, tobacco, quit smoking, give up smoking, pack in smoking
alcohol, drinking problem, drink too much, heavy drinking, stop drinking, quit drinking,
  sober, sobriety, booze
addiction, drug problem, substance misuse, drugs, drug user, rehab, heroin, cocaine, cannabis,
  marijuana, opioid, opiate, overdose
gambling, betting, gambler, slot machine, bookmaker
rare disease, genetic condition, genetic disorder

= mental health, mental illness, mental wellbeing, emotional support
depression, low mood, feel down, feeling low
anxiety, panic attack, anxious, panic, worry
suicide, self harm, kill themselves, kill myself, end my life, ending their life,
  do not want to live
counselling, talking therapy, therapy, therapist
eating disorder, anorexia, bulimia, starve, starving themselves, binge eating
stress, burnout, burnt out, workload, cannot cope
loneliness, lonely, isolated, no friends
bipolar, schizophrenia, psychosis, hearing voices
ptsd, trauma, flashbacks, post traumatic stress
postnatal depression, baby blues > depression, baby

= disabled, impairment, disabled people
learning disability, learning difficulty, downs syndrome
autism, autistic, asd, aspergers, neurodivergent, autism spectrum
adhd, attention deficit, hyperactive
dyslexia, dyslexic, dyspraxia, reading difficulty > special educational needs
blue badge, disabled parking, disabled parking bay
wheelchair, mobility scooter, mobility aid, wheelchair access, step free
motability, mobility car > wheelchair
disabled facilities grant, home adaptation, stairlift, grab rail, wet room
deaf, hard of hearing, hearing loss, hearing impairment, hearing aid, sign language, going deaf
blind, sight loss, visual impairment, partially sighted, losing their sight, losing my sight,
  macular degeneration, guide dog
cerebral palsy, spina bifida, muscular dystrophy
spinal injury, paralysed, amputee, lost a leg

= social care, home care, care at home, domiciliary care, adult social care
carer, caring, caregiver, looking after someone, unpaid carer, respite, look after my mum,
  look after a parent, looking after my dad, looking after my husband, looking after my wife
young carer, child carer > carer
dementia, alzheimers, memory loss, memory problems, losing their memory > older people
care home, nursing home, residential care, old peoples home, care home fees > older people
care needs assessment, care assessment
continuing healthcare, chc, nhs continuing care > care home
direct payment, personal budget, personal assistant
power of attorney, lpa, lasting power of attorney
court of protection, deputyship > power of attorney

= older people, elderly, over 60s, old people, senior citizen, oap, old age, seniors

= bereavement, grief, grieving, death of a relative, loss of a loved one, losing a loved one,
  lost a loved one, lost someone, mourning
widow, husband has died, wife has died, partner has died, husband died, wife died, partner died
funeral, funeral costs, funeral payment, burial, cremation, undertaker
wills, probate, inheritance, executor, estate of someone who died, make a will, writing a will
register a death, death certificate

= consumer rights, refund, faulty goods, trading standards, faulty, rogue trader, money back,
  shoddy work
scam, fraud, phishing, scammer, tricked, conned, con man, swindle, fake website, identity theft
small print, cancel a contract, subscription trap
broadband, internet connection, slow internet, wifi, internet provider, internet
mobile phone, phone contract, phone signal, telephone, landline
post office, parcel, royal mail, lost post, courier

= transport, getting about
driving licence, driver licence, dvla
driving test, theory test, dvsa, learner driver, driving lesson, learning to drive,
  driving instructor, pass my test
mot, roadworthiness test > car
car tax, vehicle tax, road tax, sorn, ved > car
speeding, speeding ticket, speed camera, penalty points > car
car, vehicle, motor, motorist, driver
second hand car, used car, car dealer > car, consumer rights
parking ticket, parking fine, parking charge, penalty charge notice, pcn, wheel clamp > car
electric car, electric vehicle, ev, charging point, plug in car > car
motorcycle, motorbike, biker, moped
cycling, bike, bicycle, cyclist, cycle lane
bus, coach, bus route, public transport
bus pass, concessionary travel, free bus travel > bus
train, rail, railway, train fare, commuter
tram, underground, metro, tube
lorry, hgv, truck, haulage, lorry driver, trucker, long distance driver
taxi, minicab, cab driver
road safety, traffic, traffic calming, rat run
flight, airline, airport, flight delay
walking, rambling, footpath, right of way, hiking
disabled travel, railcard > disabled

= immigration, migrant, home office, border
visa, leave to remain, entry clearance, visa refusal
settled status, eu settlement scheme, euss
indefinite leave to remain, ilr, settlement
british citizenship, citizenship, naturalisation, become british, citizenship test,
  life in the uk test
asylum, refugee, asylum seeker, fled a war, fleeing war, fled their country
spouse visa, family visa, partner visa, bring my wife, bring their wife, bring my husband,
  bring their husband > visa
student visa, study visa > visa, university
skilled worker visa, work permit, sponsorship licence > visa
deportation, removal from the uk, detention centre > asylum
english lessons, esol, learning english

= going abroad, travel abroad, foreign travel, holiday abroad, holiday, overseas
passport, travel document, passport renewal
expat, expatriate, living abroad, british abroad, emigrate, living overseas, moved to spain,
  retire abroad, moving abroad, brits abroad
european health card, ghic, ehic
consulate, embassy

= crime, offence, criminal, police, constabulary, law enforcement
fire service, firefighter, fire brigade, fire and rescue
firearms, shotgun, gun licence, firearms licence
modern slavery, human trafficking, forced labour
crime prevention, burglary, burglar, break in, neighbourhood watch, theft, thief, stolen
victim of crime, victim support, crime victim
domestic abuse, domestic violence, abusive relationship, beaten by, violent partner,
  violent husband, abusive partner, coercive control, women's refuge
sexual assault, rape, sexual violence
hate crime, racist abuse
harassment, stalking, stalker
online safety, internet safety, online abuse, grooming
prison, jail, inmate, behind bars, in prison
probation service, probation officer, ex offender, former prisoner, licence conditions,
  released from prison > prison
criminal record, dbs, crb check, disclosure
knife crime, gangs, county lines

= legal advice, law, legal, solicitor, lawyer, barrister, rights
legal aid, free legal help
court, small claims, county court, money claim, litigant in person, going to court
jury service, jury duty, juror
discrimination, equality, equal treatment, unfair treatment, racism, sexism
data protection, gdpr, subject access request, privacy
freedom of information, foi, foia
ombudsman, complaint about a public service, complain about the council

= government, civil service, politics
vote, elections, electoral roll, register to vote, polling
member of parliament, mp, house of commons
petition, campaigning, protest

= armed forces, army, navy, air force, raf, military, soldier, royal marines
veteran, ex forces, ex serviceman, former soldier, served in the army, left the army, ex army
service family, forces family, military family, army wife, army wives, soldiers wife,
  army quarters, married quarters
reservist, territorial army, cadets

= pet, animals, vet
dog, puppy, dog walking, dog owner, dog training
cat, kitten, cat owner
rabbit, guinea pig, hamster
horse, pony, riding, stables, equestrian
chicken, hen, poultry, cockerel, backyard flock
bird flu, avian flu, avian influenza > chicken
duck, goose, geese > chicken
bee, beekeeping, honey, hive
animal welfare, animal cruelty, rspca
lost dog, lost cat, microchip
fish keeping, aquarium

= farming, farmer, agriculture, crofting
smallholding, sheep, goats, pigs, livestock, cattle, a few acres
farm subsidy, rural payments, farm payments
tenant farmer, farm tenancy
angling, fishing, angler, rod licence
fishing boat, trawler, sea fishing
forestry, woodland

= environment, nature, conservation, green issues
wildlife, badger, hedgehog, bats, birds, birdwatching, fox
flood, under water, storm damage, burst its banks
pollution, air quality, air pollution, fumes, smog, car exhaust
river pollution, sewage in rivers
climate change, global warming, net zero
countryside, rural, village life
beach, seaside, coast

= society, culture, community life
volunteer, voluntary work
charity, voluntary organisation, voluntary sector, third sector, charity trustee, nonprofit,
  non profit, not for profit, ngo
women, woman, womens rights, girls
men, mens health, man
lgbt, lgbtq, gay, lesbian, transgender, bisexual, queer, trans
ethnic minority, bame, minority ethnic
gypsy, traveller, roma, romany
muslim, islam, mosque
church, christian, parish church
jewish, synagogue
language, translation, interpreter
welsh, cymraeg, welsh language, learn welsh
gaelic, scots gaelic
family history, genealogy, ancestry, ancestor, family tree, parish record
local history, archive, museum, heritage
copyright, patent, trade mark, intellectual property
computer, it help, digital skills, getting online, tablet computer, silver surfer
sport, sports club
football, soccer
running, jogging, runner, marathon
swimming, swimming pool, leisure centre
theatre, music, choir, arts, band
craft, knitting, sewing, crochet
"""
