"""Words that people use and words that offices use for the same thing. Pure.

Each line is one group: what is said of one thing, parted by commas; whoever asks with one word of a
group finds the others too. Only words that mean the same to somebody who seeks help stand in one
group; a word may stand in several. Written for this service; singular and plural need not both be
given, because stems are compared.
"""

from collections.abc import Mapping
from functools import cache

import Stemmer

from alongside.core.letters import plain

_GROUPS = """
universal credit, uc
jobseekers allowance, jsa, dole, signing on, unemployment benefit
benefits, welfare, social security
employment and support allowance, esa
personal independence payment, pip
disability living allowance, dla
attendance allowance, help at home in old age
carers allowance, carers benefit
carer, caring, caregiver, looking after someone
young carer, child carer
housing benefit, rent help, local housing allowance, lha
council tax, ctax, rates bill
council tax reduction, council tax support, council tax benefit
pension credit, pensioner benefit
state pension, old age pension, oap
pension, retirement, retire
workplace pension, auto enrolment, company pension
child benefit, family allowance
child maintenance, child support, csa, cms, maintenance payments
tax credits, working tax credit, child tax credit
benefit cap, benefit limit
sanction, benefit stopped
mandatory reconsideration, benefit appeal, appeal a decision
work capability assessment, fit for work, wca
winter fuel payment, fuel allowance, heating allowance
cold weather payment, heating help
energy bill, gas bill, electricity bill, fuel bill, utility bill
fuel poverty, heating costs
budgeting loan, social fund, crisis loan
bereavement support payment, widows allowance, bereavement benefit, widowed parents allowance
funeral costs, funeral payment, burial costs
bereavement, grief, death of a relative, loss of a loved one
sick pay, ssp, statutory sick pay
sick leave, off sick, sickness absence
fit note, sick note, doctors note
maternity pay, smp, statutory maternity pay
maternity leave, pregnant at work
paternity leave, paternity pay
shared parental leave, spl
minimum wage, living wage, nmw
redundancy, redundant, laid off
unfair dismissal, sacked, dismissed, fired
employment tribunal, work tribunal
zero hours, gig work, casual work
flexible working, part time working
holiday pay, annual leave
employment rights, workers rights, rights at work
trade union, union rep
job, work, employment
job centre, jobcentre, jobcentre plus, labour exchange
job search, find a job, vacancy, vacancies
apprenticeship, apprentice
careers advice, careers guidance
unemployed, out of work, jobless
self employed, sole trader, freelance, own boss
small business, sme, start up, starting a business
company registration, companies house, limited company
self assessment, tax return, sa100
income tax, paye, tax code
tax, hmrc, taxman, inland revenue
national insurance, ni, nino
vat, value added tax
inheritance tax, iht, death duties
capital gains tax, cgt
stamp duty, sdlt, land tax
tax refund, tax rebate, overpaid tax
business rates, non domestic rates
gift aid, charity tax
customs, import duty, import tax
debt, owing money, arrears, money trouble
bankruptcy, bankrupt, insolvency
debt relief order, dro, iva, individual voluntary arrangement
bailiff, enforcement agent, debt collector
credit rating, credit score, credit file
savings, isa, saving money
mortgage, home loan
bank account, banking
insurance claim, insurance
scam, fraud, phishing
consumer rights, refund, faulty goods, trading standards
student loan, student finance, sfe, slc, student loans company
tuition fees, course fees, university fees
student grant, maintenance grant, bursary
university, uni, higher education, he student
college, further education, sixth form
school, education, schooling
school place, school admission, admissions appeal
school meals, free school meals, school dinners
school transport, school bus
exclusion from school, expelled, excluded
truancy, school attendance, school absence, fined for absence
special educational needs, sen, special needs, ehcp, education health and care plan
dyslexia, reading difficulty
autism, autistic, asd, aspergers
adhd, attention deficit
learning disability, learning difficulty
home education, home schooling, elective home education
teacher, teaching
exam results, gcse, a level
adult learning, evening class, adult education
childcare, nursery, child minder, childminder, day care
free childcare, childcare vouchers, tax free childcare
parent, parenting, mum, dad, mother, father
single parent, lone parent
pregnancy, pregnant, expecting, antenatal
baby, newborn, infant
birth certificate, register a birth
adoption, adopt, adoptive parent
foster care, fostering, foster parent, looked after child
kinship care, special guardianship, grandparents raising grandchildren
child protection, safeguarding, social services
divorce, separation, split up
child custody, child arrangements, contact order, access to children
marriage, civil partnership, getting married
power of attorney, lpa, lasting power of attorney
wills, probate, inheritance, estate of someone who died
court of protection, deputyship
dementia, alzheimers, memory loss
care home, nursing home, residential care, old peoples home
social care, home care, care at home, domiciliary care
care needs assessment, care assessment
continuing healthcare, chc, nhs continuing care
direct payment, personal budget
older people, elderly, pensioners, over 60s
disabled, disability, impairment
blue badge, disabled parking
wheelchair, mobility scooter, mobility aid
motability, mobility car
disabled facilities grant, home adaptation
deaf, hard of hearing, hearing loss, hearing impairment
blind, sight loss, visual impairment, partially sighted
mental health, mental illness
depression, low mood, depressed
anxiety, panic attacks
suicide, suicidal, self harm
counselling, talking therapy, therapy
eating disorder, anorexia, bulimia
stress, burnout
addiction, drug problem, substance misuse
alcohol, drinking problem, alcoholism
smoking, stop smoking, vaping
gambling, betting
cancer, tumour, oncology, chemotherapy
diabetes, diabetic, blood sugar
heart disease, heart attack, cardiac
stroke, brain injury
multiple sclerosis, ms
epilepsy, seizure
asthma, copd, breathing
arthritis, joint pain
chronic pain, long term pain, fibromyalgia
me cfs, chronic fatigue, myalgic encephalomyelitis
long covid, post covid
covid, coronavirus, covid 19
vaccination, vaccine, jab, immunisation, immunise
gp, doctor, surgery, general practice
accident and emergency, casualty, emergency department
hospital, inpatient, ward
dentist, dental, teeth
prescription, medicine, medication
optician, eye test, glasses
nhs, health service
sexual health, contraception, sti, std
fertility, ivf, infertility
menopause, hot flushes
end of life, palliative care, hospice
complain about the nhs, nhs complaint, pals
weight loss, obesity, slimming, diet
home improvement, diy, renovation
council house, council housing, social housing, housing association
tenant, renting, private rented, rented
landlord, letting, lettings, buy to let
eviction, evicted, section 21, notice to quit
homeless, homelessness, rough sleeping, nowhere to live
tenancy deposit, rent deposit
rent arrears, behind with rent
shared ownership, help to buy, first time buyer
leasehold, leaseholder, ground rent, service charge
planning permission, planning application, building permission
building regulations, building control
damp, mould, disrepair
neighbour dispute, noisy neighbours, noise nuisance
anti social behaviour, asb
rubbish, waste, refuse, bin, bins
recycling, recycle
fly tipping, dumped rubbish
pothole, road repair, road defect
street light, street lighting, lamp post
parking ticket, parking fine, penalty charge notice, pcn
council, local authority, town hall, local government
councillor, local politician
library, libraries
allotment, grow your own
gardening, garden, gardener
driving licence, driver licence, dvla
driving test, theory test, dvsa, learner driver
mot, roadworthiness test
car tax, vehicle tax, road tax, sorn, ved
speeding, speeding ticket, speed camera
car, vehicle, motor
motorcycle, motorbike, biker
cycling, bike, bicycle, cyclist
bus, coach, public transport
bus pass, concessionary travel, free bus travel
train, rail, railway
lorry, hgv, truck
passport, travel document
visa, leave to remain, entry clearance
immigration, immigrant, migrant
settled status, eu settlement scheme, euss
indefinite leave to remain, ilr, settlement
british citizenship, naturalisation, become british
asylum, refugee, asylum seeker
spouse visa, family visa, partner visa
student visa, study visa
deportation, removal from the uk
travel abroad, foreign travel, holiday abroad
expat, living abroad, british abroad, emigrate
european health card, ghic, ehic
police, constabulary
crime, offence, criminal
victim of crime, victim support
domestic abuse, domestic violence, abusive relationship
sexual assault, rape, sexual violence
hate crime, racist abuse
harassment, stalking
bullying, bullied
online safety, internet safety
prison, jail, prisoner, inmate
probation, ex offender, former prisoner, licence conditions
criminal record, dbs, crb check, disclosure
legal aid, free legal help
solicitor, lawyer, legal advice
small claims, county court, money claim
jury service, jury duty
discrimination, equality, equal treatment
data protection, gdpr, subject access request, privacy
freedom of information, foi, foia
ombudsman, complaint about a public service
vote, voting, elections, electoral roll, register to vote
veteran, ex forces, ex serviceman, former soldier
armed forces, army, navy, air force, raf
service family, forces family, military family
farming, farmer, agriculture
flood, flooding
pollution, air quality
climate change, global warming
pet, dog, cat
animal welfare, animal cruelty
wildlife, nature, conservation
tree, hedge
broadband, internet connection
computer, it help, digital skills
volunteer, volunteering
charity, voluntary organisation, third sector
community group, residents association, tenants association
youth, young people, teenagers, teens
women, womens rights
men, mens health
lgbt, lgbtq, gay, lesbian, transgender
ethnic minority, bame, minority ethnic
gypsy, traveller, roma
language, translation, interpreter
welsh, cymraeg
family history, genealogy, ancestry, ancestors
saving, bargain, money saving
cost of living, making ends meet
food bank, food parcel
sports, exercise, fitness
"""

Phrase = tuple[str, ...]  # words with plain letters
_stemmer = Stemmer.Stemmer("english")


# Every group, each of two phrases or more, with plain letters.
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(plain(phrase) for phrase in line.split(",")) for line in _GROUPS.strip().splitlines()
)


def stem(word: str) -> str:
    """The stem of one word with plain letters: Snowball English, as PostgreSQL's `english` has."""
    return str(_stemmer.stemWord(word))


def synonyms_of(words: Phrase) -> tuple[Phrase, ...]:
    """What else is said for these words; nothing when no group has them. Stems are compared."""
    return _by_stems().get(tuple(map(stem, words)), ())


def longest() -> int:
    """How many words the longest phrase of any group has."""
    return max(map(len, _by_stems()))


@cache
def vocabulary() -> frozenset[str]:
    """Every word of every group, to read slips of the pen by."""
    return frozenset(word for group in GROUPS for phrase in group for word in phrase.split())


@cache
def _by_stems() -> Mapping[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, dict[Phrase, None]] = {}
    for group in GROUPS:
        phrases = [tuple(phrase.split()) for phrase in group]
        for phrase in phrases:
            others = found.setdefault(tuple(map(stem, phrase)), {})
            others |= dict.fromkeys(other for other in phrases if other != phrase)
    return {stems: tuple(others) for stems, others in found.items()}
