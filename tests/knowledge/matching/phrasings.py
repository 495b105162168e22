"""A small knowledge base of Sacramento, March 2022: six topics in English, fewer in Spanish, Chinese and Arabic."""

from knowledge.matching import Index, Phrasing, load_weights

TEXTS = {
    ("school-open", "en"): (
        "Are schools closed?",
        "Is there school today?",
        "Is school open tomorrow?",
        "Will there be classes on Wednesday?",
        "Do my kids have school?",
    ),
    ("strike", "en"): (
        "Are the teachers on strike?",
        "When does the strike start?",
        "Is the union going on strike?",
        "Will teachers walk out?",
    ),
    ("meals", "en"): (
        "Will lunch be served?",
        "Where can my kids get food?",
        "Are there free meals during the closure?",
        "Can we pick up breakfast at school?",
    ),
    ("buses", "en"): ("Are the school buses running?", "Will the bus come?", "Is there transportation to school?"),
    ("deal", "en"): (
        "Is there a deal?",
        "Did the district and the union reach an agreement?",
        "How are the talks going?",
    ),
    ("softball", "en"): ("Is the softball game still on?", "Will there be sports practice?", "🥎"),
    ("school-open", "es"): ("¿Hay clases mañana?", "¿Están cerradas las escuelas?", "¿Hay escuela hoy?"),
    ("strike", "es"): ("¿Los maestros están en huelga?", "¿Cuándo empieza la huelga?", "¿Va a haber huelga?"),
    ("meals", "es"): ("¿Van a dar comida?", "¿Dónde recojo el almuerzo?", "¿Hay desayuno en la escuela?"),
    ("school-open", "zh"): ("明天学校上课吗？", "学校关门了吗"),
    ("meals", "zh"): ("学校提供午餐吗",),
    ("school-open", "ar"): ("هل المدارس مغلقة؟",),
}
PHRASINGS = tuple(Phrasing(topic, language, text) for (topic, language), texts in TEXTS.items() for text in texts)


def sacramento(*, keep: frozenset[str] = frozenset()) -> Index:
    return Index.build(PHRASINGS, weights=load_weights(), keep=keep)
