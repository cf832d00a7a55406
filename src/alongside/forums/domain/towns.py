"""Words of the names of places in the United Kingdom and Ireland: they say where, not about what.

Names that are common words too (Bath, Reading, Sale, Deal, March, Rugby) are left out.
"""

_TOWNS = """
aberdeen aberdeenshire aberystwyth accrington aldershot altrincham angus antrim argyll armagh
ashford aylesbury ayr ayrshire banbury bangor barnet barnsley barnstaple basildon basingstoke
bedford bedfordshire belfast berkshire bexley birmingham blackburn blackpool bolton bournemouth
bracknell bradford brent brentwood bridgend brighton bristol britain british bromley
buckinghamshire burnley burnham bury caerphilly cambridge cambridgeshire camden cannock
canterbury cardiff carlisle carmarthenshire ceredigion chelmsford cheltenham cheshire chester
chesterfield chichester clackmannanshire clwyd colchester conwy cornwall coventry crawley crewe
croydon cumbria darlington dartford denbighshire derby derbyshire derry devon doncaster dorset
dover dublin dudley dumfries dundee durham ealing east eastbourne eastleigh edinburgh enfield
england english essex exeter falkirk fareham fermanagh fife flintshire galloway gateshead
glamorgan glasgow gloucester gloucestershire gosport grimsby guernsey guildford gwent gwynedd
hackney halifax hampshire haringey harlow harrogate harrow hartlepool hastings havering
hereford herefordshire hertfordshire highland highlands hillingdon hounslow huddersfield hull
huntingdon inverness ipswich ireland irish islington jersey kent kettering keynes kirklees
knowsley lambeth lanarkshire lancashire lancaster leeds leicester leicestershire lewes lewisham
lichfield lincoln lincolnshire liverpool llandudno london londonderry lothian luton maidstone
manchester mansfield margate medway merseyside merthyr middlesbrough middlesex midlands milton
monmouthshire moray newcastle newham newport norfolk north northampton northamptonshire northern
northumberland norwich nottingham nottinghamshire nuneaton oldham orkney oxford oxfordshire
pembrokeshire perth perthshire peterborough plymouth poole portsmouth powys preston ramsgate
redbridge redcar redditch renfrewshire rhondda rochdale rotherham rutland salford salisbury
scarborough scotland scottish sefton sheffield shetland shrewsbury shropshire slough solihull
somerset south southampton southend southern southport southwark stafford staffordshire
stevenage stirling stockport stockton stoke suffolk sunderland surrey sussex sutton swansea
swindon tameside taunton teesside telford thanet torbay torquay tottenham trafford tyneside
tyrone uk ulster wakefield wales walsall walsham waltham wandsworth warrington warwick
warwickshire watford west western westminster wigan wight wiltshire winchester windsor wirral
woking wokingham wolverhampton worcester worcestershire worthing wrexham yorkshire
city county borough district region village
"""
TOWNS = frozenset(_TOWNS.split())
