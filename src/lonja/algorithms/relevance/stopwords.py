"""Small words that say nothing about the subject, folded, for the languages of the platform."""

ENGLISH = frozenset(
    """
    a about above across after again against all also although am among an and any are as at be became
    because been before being below between both but by can could did do does doing done down during each
    either etc even every few for from further had has have having he her here hers him his how however i
    if in into is it its itself just less made make many may me might more most much must my near neither
    no nor not now of off often on once one only onto or other our ours out over own per rather same shall
    she should since so some such than that the their theirs them then there therefore these they this
    those though through thus to together too towards under until up upon us used using very via was we
    well were what when where whether which while who whom whose why will with within without would yet
    you your yours
    two three four five six seven eight nine ten hundred thousand
    """.split()  # noqa: SIM905
)

SPANISH = frozenset(
    """
    a ademas al algo alguna algunas alguno algunos ambas ambos ante antes aquel aquella aquellas aquellos
    aqui asi aun aunque bajo bien cada casi como con contra cual cuales cualquier cuando cuanto cuya cuyo
    de del desde despues donde dos durante e el ella ellas ellos en entonces entre era eran es esa esas ese
    eso esos esta estaba estado estan estar estas este esto estos etc fue fueron ha haber habia hace hacer
    hacia han hasta hay la las le les lo los mas me mediante menos mi mientras mis mismo mucha muchas mucho
    muchos muy nada ni no nos nosotras nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros
    para pero poco por porque pues que quien quienes se sea sean segun ser si sido siempre sin sino sobre
    solo son su sus tal tambien tampoco tan tanto te tiene tienen toda todas todavia todo todos tras tu tus
    u un una unas uno unos usted ustedes vosotros y ya yo
    tres cuatro cinco seis siete ocho nueve diez cien ciento cientos mil
    """.split()  # noqa: SIM905
)

STOPWORDS: dict[str, frozenset[str]] = {"en": ENGLISH, "es": SPANISH}
