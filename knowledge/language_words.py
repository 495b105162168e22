"""Letters and common words that tell languages of one script apart. A word two of them share is not listed.

2 marks a word that hardly occurs in the others even by a slip; 1 a word that does.
"""

from collections.abc import Mapping
from typing import Final

SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "latin": ("en", "es", "vi", "tl", "hmn", "ru", "hi", "pa", "ar"),
    "cyrillic": ("ru", "uk"),
    "arabic": ("ar", "fa"),
    "devanagari": ("hi",),
    "gurmukhi": ("pa",),
    "han": ("zh",),
}

LETTERS: Final[Mapping[str, str]] = {
    "es": "ñ¿¡",
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "ru": "ыэёъ",
    "uk": "іїєґ",
    "fa": "پچژگکی",
    "ar": "ةىكيأإ",
}


def _words(strong: str, weak: str = "") -> dict[str, int]:
    return dict.fromkeys(weak.split(), 1) | dict.fromkeys(strong.split(), 2)


WORDS: Final[Mapping[str, Mapping[str, int]]] = {
    "en": _words(
        "the is are what when where who why how will does did was were there this that they their with about "
        "should school schools tomorrow today wednesday thursday friday monday tuesday closed open strike "
        "teachers kids class classes lunch bus buses have has can my you your from going still happening know yes "
        "hello thanks because until any anything on and for it's i'm don't isn't aren't we our please help week "
        "weekend",
        "i it be if or in at of to do not an us get got hi ok out up all one no need good said say says call mom "
        "dad some more new idea food may feb march april june july august october december january february "
        "november me you he she tell make give don't",
    ),
    "es": _words(
        "el los las una hay qué que cuándo cuando dónde donde cómo como quién quien por para con está están esta "
        "escuela escuelas clases clase mañana manana hoy miércoles miercoles jueves viernes lunes martes sábado "
        "domingo marzo abril mayo huelga maestros niños ninos hijo hija hijos mis abierta abiertas cerrada "
        "cerradas abren cierran va van habrá habra tienen puedo dice semana próxima proxima del gracias hola sí "
        "también antier cuántas cuántos semanas salón grado niño niña porque comida camión camiones autobús "
        "cuánto cuanto cuanta hasta desde ayer abrirán pasado buenos buenas favor almuerzo recoger escolar "
        "recibir quiero saber necesito pero muy ya cerrado cerrados abierto abiertos",
        "la de en un y o se lo le al mi su si son es no tu ni",
    ),
    "vi": _words(
        "không khong có ngày học hoc trường truong thứ mai mở đóng cửa nghỉ giáo viên đình công tôi con em bữa ăn "
        "hôm nay tuần khi nào ở đâu bao lâu xe buýt được cho của và là những cô thầy ngay thu tu tuan nghi dong "
        "hom bua trua dinh cong giao vien gio vay duoc xin chao cam on",
        "co di an nay ba toi con cua cho la",
    ),
    "tl": _words(
        "ang mga pasok bukas ngayon ba po sa ng na ako kung saan kailan bakit paano sino anak eskwela paaralan "
        "klase welga guro sarado miyerkules huwebes biyernes lunes hindi wala walang meron mayroon ito yung namin "
        "kami tayo natin aking ko opo salamat kumusta linggo araw tanghalian pagkain susunod ilang gaano pa din "
        "rin magkano magiging nang dahil mag",
        "at ni si o lang may",
    ),
    "hmn": _words(
        "puas tsev kawm ntawv hnub kis yuav tsis muaj qhib kaw xib fwb menyuam kuv koj peb lawv leej twg qhov "
        "thaum dab tsi vim li cas nyob noj txog tau rau lub lim tiam ntej zwj feeb teeb kuab hli quag cag nag hmo "
        "tagkis nagkis ntev npaum ncua hauv cov thiab tus neeg qhia ntawm mus pub npav tsheb nqa zaub mov",
        "tag kaw no su los ua tom zoo",
    ),
    "ru": _words(
        "и в не на что с по числа марта апреля школа школы школу школе завтра сегодня вчера есть ли как где когда "
        "почему кто будет будут закрыта закрыты открыта открыты работает среду четверг пятницу уроки занятия "
        "забастовка учителя дети обед еда автобус сколько какие это мой моя сын дочь до нужно можно послезавтра "
        "неделе неделя через два вторая второй завтрак здравствуйте спасибо zavtra segodnya shkola shkole budet "
        "est uroki zanyatiya zabastovka vchera sredu rabotaet zakryta",
    ),
    "uk": _words(
        "та учора вчимося вчитися учні дні після березня квітня не що завтра сьогодні вчора чи як де коли чому "
        "хто буде будуть закрита відкрита працює середу четвер пятницю п'ятницю уроки заняття страйк вчителі діти "
        "обід автобус скільки це мій моя тижня довго відкриті закриті є у й або дякую вітаю школа школи школу",
    ),
    "hi": _words(
        "kya hai kal aaj nahi kyun kyon kahan kab khula khulega chhutti hoga bachche tha hain mein bandh parso"
    ),
    "pa": _words("ki ajj sade saade hovega khulla kadon kithe skool nahin bachche hunda"),
    "ar": _words(
        "هل في من ما متى أين اين لماذا كيف كم هناك مدرسة المدرسة المدارس مدارس غدا غدًا اليوم يوم الأربعاء "
        "الاربعاء الخميس الجمعة مغلقة مفتوحة مفتوحه مغلقه إضراب الإضراب اضراب الاضراب المعلمين دوام بكرا بكرة باص "
        "أولادي ابني الأسبوع الاسبوع على إلى الى عن هذا هذه مو شو ليش وين امتى بعد القادم"
    ),
    "fa": _words(
        "آیا است هست فردا امروز مکتب مدرسه مدارس چهارشنبه پنجشنبه جمعه شنبه دوشنبه باز بسته تعطیل کجا کی چرا چه "
        "چند این که را از تا هفته آینده معلم معلمان اعتصاب فرزندم نیست می شود میشود دیروز برای با خواهد بود ایا"
    ),
}

# English words of the shape of a Hmong syllable, which ends in a letter that only marks its tone.
ENGLISH_ALONE: Final[frozenset[str]] = frozenset(
    _words(
        "did had add bad bed big bid bus cab dad dig dog egg fed fog god gas gum ham has him his hub is job jog "
        "kid lab led leg log lid mad mom mob mud nod odd pad pig plug pub quad red rid rob rub rug sad sob sum "
        "sub tab tag tub us was web yes these seem them team room from problem exam program gym item club and "
        "said paid kids would could should does goes this plus news less miss pass class always as aims claims "
        "teams bags legs needs need good food feed seed weed mood wood hood head lead read dead road load raid "
        "maid laid aid meals deals pees fees sees bees tees days ways says pays keys boys toys guys buys cows "
        "laws rows shows knows los las tom tim sam jim kim bob ted ned ed fred gloves loves lives gives leaves "
        "moves saves waves drives hives five give have live love move save wave leave above dave steve eve sieve "
        "thieves wolves ours yours hours cars bars tours years ears fears"
    )
)
