"""What of two sides met: words as they stand in a text, and the narrowest fields."""

from lonja.algorithms.relevance import How, fold, marked_words, term_key
from lonja.partnering.engine import index

MOST_WORDS = 5
MOST_FIELDS = 3
TELLING = 0.4  # of the weightiest word; lesser ones are chance
COMMON = 0.03  # of all statements: a word that so many hold tells nothing
MANY = 200  # statements from which on words can be called common
LETTERS = 4  # shorter words tell nothing alone
# Words that everybody uses of anything: they may be searched for, and are no reason to meet. Folded.
LITTLE = frozenset(
    """
    able ahead along already always another around away back become becomes begin best better bring brings
    check clear come comes daily early easy else everything fast find finds first follow full gives giving
    goes going good great hand hands help helps high hold holds hour hours keep keeps kind know knows known
    large last late later lead leads least leave leaves life like little live lives long look looks lots
    makes matter mean means month months move moves need needed needs never next nothing offer offers open
    order part parts people place places plan plans quick quickly ready real really result results right
    round runs saves search seek seeks send serves service services short show shows side small soon start
    starts stay still stop sure take takes team tell tells thing things think time times today tried tries
    true turn turns user uses wait want wants ways week weeks whole word words work works year years young
    ahora corta cortas corto cortos ayuda ayudan ayudar buen buena bueno busca buscan casa conoce conocer
    cosas dado darle dentro dias dura empresa empresas equipo equipos forma gente gran grande hacemos hacen
    horas igual lado larga largo lejos lleva llevan lugar manos mayor medio mejor meses misma modo muestra
    mundo necesita necesitan nueva nuevo nunca ofrece ofrecemos ofrecen parte partes personas poder primera
    primero pronto propia propio puede pueden punto rapido resultado resultados sabe saben saber semana
    semanas sera servicio servicios somos tarde tener tenga tiempo tomar trabaja trabajan trabajar trabajo
    usar utiliza vale varias varios veces vida vuelta
    """.split()  # noqa: SIM905
)


def met(snapshot, statements, *, language):
    """(words, codes of fields) in which these statements of one thing met what was asked.

    The words stand as they are written in the reader's language, when the thing is written in it.
    """
    chosen = next((one for one in statements if one.key.endswith(f"/{language}")), statements[0])
    words = written(snapshot, chosen, telling(snapshot.index, chosen))
    codes = narrowest(snapshot, statements)
    if not words and not codes:
        others = (one for one in statements if one is not chosen)
        words = next((w for one in others if (w := written(snapshot, one, telling(snapshot.index, one)))), [])
    return words, codes


def telling(searched, statement):
    """The matches of one statement that rest on a word which not everybody uses, the weightiest first."""
    language = statement.key.rpartition("/")[2]
    rare = []
    for match in statement.matches:
        if match.how is How.SAME:
            term = term_key(match.found, language)
        elif match.how is How.TRANSLATED:
            term = f"{language}:{match.found}"
        else:
            continue
        says = len(match.found) >= LETTERS and match.found not in LITTLE and match.asked not in LITTLE
        if says and not is_common(searched, term):
            rare.append(match)
    best = max((match.part for match in rare), default=0.0)
    return [match for match in rare if match.part >= TELLING * best]


def is_common(searched, term):
    """Whether so many statements that everybody may see hold a word that it tells nothing."""
    shared = sum(language.statements for language in searched.languages.values())
    return shared >= MANY and searched.held(term) > COMMON * shared


def is_in_a_headline(snapshot, statements):
    """Whether a telling word of what was asked stands in a headline, or a narrow field is shared."""
    for statement in statements:
        key, _slash, language = statement.key.rpartition("/")
        card = snapshot.cards.get(key)
        headline = card.texts.get(language, ("", ""))[0] if card else ""
        marked = marked_words(headline, language, telling(snapshot.index, statement))
        if any(span.asked for span in marked):
            return True
    return bool(narrowest(snapshot, statements))


def written(snapshot, statement, matches):
    """The words of a text that answer, as they are written there, each once."""
    key, _slash, language = statement.key.rpartition("/")
    card = snapshot.cards.get(key)
    if card is None or not matches:
        return []
    headline, body = card.texts.get(language, ("", ""))
    found = {}
    for span in marked_words(f"{headline}\n{body}", language, matches):
        if span.asked:
            found.setdefault(span.asked, span.text)
    order = [found[match.asked] for match in matches if match.asked in found]
    return list({fold(word): word.casefold() for word in reversed(order)}.values())[::-1][:MOST_WORDS]


def says_alike(statements):
    """Whether these statements answer by what they mean, at least as much as by words and fields."""
    meant = sum(m.part for one in statements for m in one.matches if m.how is How.MEANING)
    return 2 * meant >= sum(one.part for one in statements)


def narrowest(snapshot, statements):
    """Codes that both sides bear, without those that a narrower one implies, and without the widest."""
    parents = snapshot.index.taxonomy.parents
    codes = list(dict.fromkeys(m.found for one in statements for m in one.matches if m.how is How.CONCEPT))
    implied = {parents.get(code) for code in codes}
    return [code for code in codes if code not in implied and (code in parents or is_flat(code, parents))][
        :MOST_FIELDS
    ]


def is_flat(code, parents):
    """Whether a list knows no narrower codes than its first ones."""
    scheme = code.partition(":")[0]
    return not any(child.startswith(f"{scheme}:") for child in parents)


def things_met(term, *, most=2, least=0.4):
    """The things behind a term, each with its statements, the weightiest first; lesser ones left out."""
    grouped = {}
    for found in term.because:
        grouped.setdefault(index.thing_of(found.key), []).append(found)
    best = term.because[0].part if term.because else 0.0
    kept = [(key, rows) for key, rows in grouped.items() if rows[0].part >= least * best]
    return kept[:most]
