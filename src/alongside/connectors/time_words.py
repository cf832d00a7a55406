"""Words of time in the languages that forums are written in: months, week days, spans, "ago".

Months and week days come from Unicode CLDR (wide and abbreviated forms of 37 languages); the rest
are the words that forum software writes. A word that means another month in one language than in
another stands with the language that has more forums, `MONTHS_OF_LANGUAGE` has the exceptions.
"""

from collections.abc import Mapping
from datetime import timedelta

_MONTHS = (
    (
        "january jan januar janvier janv enero ene gennaio gen janeiro januari tammikuuta "
        "tammi tammikuu stycznia sty styczeń ledna led leden januára január ianuarie ian "
        "января янв январь січня січ січень януари яну siječnja sij siječanj јануар јан "
        "sausio saus sausis janvāris jaanuar jaan ιανουαρίου ιαν ιανουάριοσ ocak oca ionawr "
        "ion eanáir ean gener urtarrila urt xaneiro xan ژانویه يناير ינואר ינו janúar jän "
        "jänner "
    ),
    (
        "february feb februar février févr febrero febbraio fevereiro fev februari helmikuuta "
        "helmi helmikuu lutego lut luty února úno únor februára február febr februarie "
        "февраля февр февраль лютого лют лютий февруари фев veljače velj veljača фебруар феб "
        "vasario vas vasaris februāris veebruar veebr φεβρουαρίου φεβ φεβρουάριοσ şubat şub "
        "chwefror chwef chw feabhra feabh febrer otsaila ots febreiro فوریه فبراير פברואר פבר "
        "febrúar fév "
    ),
    (
        "march mar märz mär mars marzo março maart mrt marts maaliskuuta maalis maaliskuu "
        "marca marzec března bře březen marec március márc martie марта мар март березня бер "
        "березень ožujka ožu ožujak kovo kov kovas märts μαρτίου μαρ μάρτιοσ μάρ mart mawrth "
        "maw márta març martxoa maret mac már مارس מרץ maerz "
    ),
    (
        "april apr avril avr abril abr aprile huhtikuuta huhti huhtikuu kwietnia kwi kwiecień "
        "dubna dub duben apríla apríl április ápr aprilie апреля апр апрель квітня квіт "
        "квітень април travnja tra travanj balandžio bal balandis aprīlis aprill απριλίου απρ "
        "απρίλιοσ nisan nis ebrill ebr aibreán aib apirila api kwie кві آوریل أبريل אפריל אפר "
    ),
    (
        "may mai mayo maggio mag maio mei maj toukokuuta touko toukokuu maja května kvě "
        "květen mája máj május мая май травня трав травень svibnja svi svibanj мај gegužės "
        "geg gegužė maijs μάιοσ μάι mayıs bealtaine beal maig maiatza مه مايو מאי maí тра "
    ),
    (
        "june jun juni juin junio giugno giu junho kesäkuuta kesä kesäkuu czerwca cze "
        "czerwiec června čvn červen júna jún június iunie iun июня июн июнь червня черв "
        "червень юни lipnja lipanj јун birželio birž birželis jūnijs jūn juuni ιουνίου ιουν "
        "ιούνιοσ ιούν haziran haz mehefin meh meitheamh meith juny ekaina eka xuño ژوئن يونيو "
        "יוני júní чер čer juun "
    ),
    (
        "july jul juli juillet juil julio luglio lug julho heinäkuuta heinä heinäkuu lipca "
        "lipiec července čvc červenec júla júl július iulie iul июля июл июль липня лип "
        "липень юли srpnja srpanj јул liepos liep liepa jūlijs jūl juuli ιουλίου ιουλ ιούλιοσ "
        "ιούλ temmuz tem gorffennaf gorff gor iúil juliol uztaila uzt xullo xul julai ژوئیه "
        "يوليو יולי júlí lip črc juul "
    ),
    (
        "august aug août agosto ago augustus augusti elokuuta elo elokuu sierpnia sie "
        "sierpień srpna srpen augusta augusztus августа авг август серпня серп серпень "
        "kolovoza kol kolovoz rugpjūčio rugp rugpjūtis augusts αυγούστου αυγ αύγουστοσ αύγ "
        "ağustos ağu awst lúnasa lún agost ag abuztua abu agustus agu ogos ogo اوت أغسطس "
        "אוגוסט אוג ágúst ágú srp aoû aout avg сер rgp "
    ),
    (
        "september sep sept septembre septiembre settembre set setembro syyskuuta syys "
        "syyskuu września wrz wrzesień září zář septembra szeptember szept septembrie "
        "сентября сент сен сентябрь вересня вер вересень септември сеп rujna ruj rujan септембар "
        "rugsėjo rugs rugsėjis septembris σεπτεμβρίου σεπ σεπτέμβριοσ eylül eyl medi mfómh "
        "setembre iraila ira سپتامبر سبتمبر ספטמבר ספט szep rgs "
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott outubro out lokakuuta loka "
        "lokakuu października paź październik října říj říjen októbra október octombrie "
        "октября окт октябрь жовтня жовт жовтень октомври октобар spalio spal spalis oktobris "
        "oktoober οκτωβρίου οκτ οκτώβριοσ ekim eki hydref hyd dfómh urria urr اکتبر أكتوبر "
        "אוקטובר אוק жов "
    ),
    (
        "november nov novembre noviembre novembro marraskuuta marras marraskuu listopadu "
        "novembra noiembrie ноября нояб ноябрь листопада лист листопад ноември ное studenoga "
        "stu studeni новембар нов lapkričio lapkr lapkritis novembris νοεμβρίου νοε νοέμβριοσ "
        "νοέ kasım kas tachwedd tach samhain samh azaroa aza نوامبر نوفمبر נובמבר נוב "
        "nóvember nóv listopada lis listopad ноя лис noi νοέμ "
    ),
    (
        "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des "
        "joulukuuta joulu joulukuu grudnia gru grudzień prosince pro prosinec decembra "
        "decembrie декабря дек декабрь грудня груд грудень декември prosinca prosinac "
        "децембар дец gruodžio gruod gruodis decembris detsember dets δεκεμβρίου δεκ "
        "δεκέμβριοσ aralık ara rhagfyr rhag nollaig noll desembre abendua abe decembro "
        "disember dis دسامبر ديسمبر דצמבר דצמ decembre гру "
    ),
)
_WEEKDAYS = (
    (
        "astelehena dilluns esmaspäev hétfő isnin lundi lunedì lunes luni luns maanantaina "
        "maandag mandag monday montag mánudagur måndag pazartesi pirmadienis pirmdiena "
        "pondelok pondělí ponedjeljak poniedziałek segunda-feira senin δευτέρα понеделник "
        "понедельник понедељак понеділок الاثنين دوشنبه "
    ),
    (
        "antradienis asteartea dienstag dimarts dinsdag kedd mardi martedì martes marți "
        "otrdiena salı selasa teisipäev terça-feira tiistaina tirsdag tisdag tuesday utorak "
        "utorok wtorek úterý þriðjudagur τρίτη вторник вівторок уторак الثلاثاء سه‌شنبه "
    ),
    (
        "asteazkena dimecres keskiviikkona kolmapäev mercoledì mercredi miercuri mittwoch "
        "miércoles miðvikudagur mércores onsdag quarta-feira rabu srijeda streda středa "
        "szerda trečiadienis trešdiena wednesday woensdag çarşamba środa τετάρτη середа среда "
        "сряда الأربعاء چهارشنبه "
    ),
    (
        "ceturtdiena csütörtök czwartek dijous donderdag donnerstag déardaoin fimmtudagur "
        "giovedì jeudi joi jueves kamis ketvirtadienis khamis neljapäev osteguna perşembe "
        "quinta-feira thursday torsdag torstaina xoves četvrtak čtvrtek štvrtok πέμπτη четвер "
        "четверг четвртак четвъртък الخميس پنجشنبه "
    ),
    (
        "cuma divendres fredag freitag friday föstudagur jumaat jumat ostirala penktadienis "
        "perjantaina petak piatok piektdiena piątek pátek péntek reede sexta-feira vendredi "
        "venerdì venres viernes vineri vrijdag παρασκευή пʼятниця петак петък пятница الجمعة "
        "جمعه "
    ),
    (
        "cumartesi dissabte larunbata lauantaina laugardagur laupäev lördag lørdag sabato "
        "sabtu samedi samstag saturday sestdiena sobota subota szombat sábado sâmbătă "
        "zaterdag šeštadienis σάββατο суббота субота събота السبت شنبه "
    ),
    (
        "ahad dimanche diumenge domenica domingo duminică igandea minggu nedeľa nedjelja "
        "neděle niedziela pazar pühapäev sekmadienis sonntag sunday sunnudagur sunnuntai "
        "svētdiena söndag søndag vasárnap zondag κυριακή воскресенье неделя недеља неділя "
        "الأحد یکشنبه "
    ),
)


def _numbered(lines: tuple[str, ...], *, first: int) -> Mapping[str, int]:
    return {word: n for n, line in enumerate(lines, start=first) for word in line.split()}


MONTHS = _numbered(_MONTHS, first=1)
WEEKDAYS = _numbered(_WEEKDAYS, first=0)

MONTHS_OF_LANGUAGE = {
    "lt": {"sau": 1, "bir": 6, "lie": 7, "spa": 10, "lap": 11},
    "hr": {"lip": 6, "srp": 7, "lis": 10, "listopada": 10, "listopad": 10},
}

# These are also everyday words, of English above all; they name a month only in their language,
# or between a day and a year.
WORDS_IN_DOUBT = frozenset(
    [
        "ago",
        "set",
        "out",
        "pro",
        "led",
        "mac",
        "dub",
        "tem",
        "bal",
        "kas",
        "lip",
        "lis",
        "lut",
        "sty",
        "gen",
        "noi",
        "avg",
        "ion",
        "medi",
        "cze",
        "sie",
        "gor",
        "hyd",
        "mag",
        "eli",
        "mei",
        "maw",
        "oca",
        "mar",
        "ene",
        "elo",
        "ira",
        "mai",
        "nau",
        "beal",
        "jan",
        "may",
        "dec",
        "abu",
        "aza",
        "eka",
        "uda",
        "urt",
        "ots",
    ]
) - {"jan", "may", "dec", "mar", "mai", "mei"}

_SPANS = {
    timedelta(seconds=1): (
        "second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondo "
        "secondi seconden sekunder sekunnin sekundy sekund секунду секунды секунд másodperce"
    ),
    timedelta(minutes=1): (
        "minute minutes min mins minuten minuto minutos minuti minuut minuter minutt minutter "
        "minuuttia minuty minut minutę minutu минуту минуты минут мин perce dakika munud "
        "хвилину хвилини хвилин minutami minutou minútami minúty minút perccel λεπτά λεπτό "
        "minuta menit phút минути"
    ),
    timedelta(hours=1): (
        "hour hours hr hrs stunde stunden std heure heures hora horas ora ore uur uren timme "
        "timmar time timer tuntia tunti godzinę godziny godzin hodinu hodiny hodin час часа часов "
        "órája saat awr годину години годин hodinami hodinou godzinami órával ώρεσ ώρα sata sati "
        "jam giờ"
    ),
    timedelta(days=1): (
        "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage "
        "dager päivää päivä dzień dni den dny dnů день дня дней napja gün diwrnod дні днів ngày "
        "dnem dňami dní nappal ημέρεσ ημέρα μέρεσ dana zile hari"
    ),
    timedelta(days=7): (
        "week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane "
        "weken vecka veckor uge uger uke uker viikkoa viikko tydzień tygodnie tygodni týden týdny "
        "týdnů неделю недели недель hete hafta wythnos тиждень тижні тижнів týdnem týždne "
        "héttel εβδομάδεσ εβδομάδα tjedna săptămâni minggu tuần седмици"
    ),
    timedelta(days=30): (
        "month months mo mos monat monate monaten mois mes meses mês mese mesi maand maanden "
        "månad månader måned måneder kuukautta kuukausi miesiąc miesiące miesięcy měsíc měsíce "
        "měsíci měsíců месяц месяца месяцев hónapja ay mis місяць місяці місяців mesiace "
        "hónappal μήνεσ μήνα mjeseca mjeseci meseci bulan tháng месеца"
    ),
    timedelta(days=365): (
        "year years yr yrs jahr jahre jahren an ans année années año años ano anos anno anni jaar "
        "jaren år vuotta vuosi rok lata lat roku roky let год года лет éve yıl blynedd flwyddyn "
        "рік роки років lety rokem évvel χρόνια godina godine tahun năm"
    ),
}
SPANS = {word: span for span, words in _SPANS.items() for word in words.split()}

# "3d", "5h", "2mo": only where nothing else is written.
SHORT_SPANS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(days=7),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
    "yr": timedelta(days=365),
    "j": timedelta(days=1),
}

SPANS_WITHOUT_BLANK = {
    "秒": timedelta(seconds=1),
    "秒钟": timedelta(seconds=1),
    "분": timedelta(minutes=1),
    "分": timedelta(minutes=1),
    "分钟": timedelta(minutes=1),
    "分鐘": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "小時": timedelta(hours=1),
    "時間": timedelta(hours=1),
    "시간": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "일": timedelta(days=1),
    "周": timedelta(days=7),
    "週間": timedelta(days=7),
    "주": timedelta(days=7),
    "个月": timedelta(days=30),
    "個月": timedelta(days=30),
    "か月": timedelta(days=30),
    "ヶ月": timedelta(days=30),
    "개월": timedelta(days=30),
    "年": timedelta(days=365),
    "년": timedelta(days=365),
}

# As a span it is written so too, but only among others ("2 年，5 月之前") or alone.
EASTERN_MONTH = "月"

ONE = frozenset(
    [
        "a",
        "an",
        "one",
        "ein",
        "eine",
        "einem",
        "einer",
        "eins",
        "un",
        "une",
        "uno",
        "una",
        "um",
        "uma",
        "een",
        "en",
        "ett",
        "et",
    ]
)

AGO = (
    "ago|vor|her|il y a|hace|há|atrás|fa|geleden|sedan|siden|sitten|temu|назад|тому|před|pred|pře"
    "|önce|yang lalu|πριν|ezelőtt|acum|prieš|pirms|tagasi|trước|prije|pre|преди|yn ôl|ó shin|منذ"
    "|לפני"
)
AGO_WITHOUT_BLANK = "之前|以前|前|전"
# What may stand beside a span without "ago": "3 days and 4 hours", "since 3 days - by".
BESIDE_SPANS = "and|und|since|seit|depuis|sinds|by|von|par"

TODAY = frozenset(
    [
        "today",
        "heute",
        "aujourd'hui",
        "aujourd’hui",
        "hoy",
        "oggi",
        "hoje",
        "vandaag",
        "idag",
        "dag",
        "tänään",
        "dzisiaj",
        "dziś",
        "dnes",
        "ma",
        "azi",
        "astăzi",
        "сегодня",
        "сьогодні",
        "днес",
        "danas",
        "danes",
        "šiandien",
        "šodien",
        "täna",
        "σήμερα",
        "bugün",
        "heddiw",
        "inniu",
        "avui",
        "gaur",
        "hoxe",
        "اليوم",
        "היום",
        "امروز",
        "今天",
        "今日",
        "오늘",
        "วันนี้",
    ]
) - {"dag", "ma"}
# Days of two words, as one that is known.
PHRASES = {
    "i dag": "idag",
    "i går": "igår",
    "hari ini": "today",
    "hôm nay": "today",
    "hôm qua": "yesterday",
}
BEFORE_YESTERDAY = frozenset(
    (
        "vorgestern", "avant-hier", "anteayer", "antier", "anteontem", "eergisteren", "förrgår",
        "forgårs", "przedwczoraj", "předevčírem", "позавчера", "позавчора", "前天", "一昨日",
        "おととい", "그저께",
    )
)  # fmt: skip
# "hier" is yesterday in French and "here" in others.
NO_TIMES_OF_LANGUAGE = {
    "de": frozenset({"hier"}),
    "nl": frozenset({"hier"}),
    "af": frozenset({"hier"}),
}
YESTERDAY = frozenset(
    [
        "yesterday",
        "gestern",
        "hier",
        "ayer",
        "ieri",
        "ontem",
        "gisteren",
        "igår",
        "går",
        "eilen",
        "wczoraj",
        "včera",
        "včeraj",
        "tegnap",
        "вчера",
        "вчора",
        "jučer",
        "juče",
        "vakar",
        "eile",
        "χθεσ",
        "χτεσ",
        "kemarin",
        "เมื่อวาน",
        "dün",
        "ddoe",
        "inné",
        "ahir",
        "atzo",
        "onte",
        "أمس",
        "אתמול",
        "دیروز",
        "昨天",
        "昨日",
        "어제",
    ]
)
NOW = frozenset(
    (
        "just now",
        "moments ago",
        "a moment ago",
        "gerade eben",
        "vor einem moment",
        "à l'instant",
        "à l’instant",
        "ahora mismo",
        "adesso",
        "agora mesmo",
        "zojuist",
        "just nu",
        "только что",
        "刚刚",
        "たった今",
    )
)


def in_one(text: str) -> str:
    """A text in small letters in which a day of two words is one word."""
    for phrase, word in PHRASES.items():
        text = text.replace(phrase, word)
    return text
