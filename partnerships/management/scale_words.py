"""The words of made-up twinnings: a few sentences, dealt out by number."""

from partnerships.models import Duty, Side

PLACES = {
    "nl": ("Zandhoek", "Wilgenrode", "Berkenveld", "Duinzicht", "Lindegem", "Klaverzele"),
    "es": ("Valle Claro", "Monte Sereno", "Río Manso", "Loma Verde", "Agua Nueva", "Piedra Alta"),
}
TITLES = {
    "nl": (
        "Sorteerstraat geopend",
        "Waterpunten in kaart gebracht",
        "Jongeren leiden een dialoog",
        "Compostplaats in gebruik",
        "Begroting met de buurt besproken",
        "Bomen geplant langs de school",
        "Fietspad beoordeeld",
        "Energie in het gemeentehuis gemeten",
        "Markt zonder plastic",
    ),
    "es": (
        "Calle de reciclaje abierta",
        "Puntos de agua registrados",
        "Jóvenes dirigen un diálogo",
        "Compostera en funcionamiento",
        "Presupuesto conversado con el barrio",
        "Árboles plantados junto a la escuela",
        "Ciclovía evaluada",
        "Energía medida en la municipalidad",
        "Mercado sin plástico",
    ),
}
SENTENCES = {
    "nl": (
        "De dienst leefmilieu woog een maand lang wat overbleef.",
        "Twaalf bewoners kwamen kijken en stelden vragen.",
        "De school nam de telling over in de lessen.",
        "Het overleg duurde langer dan gepland.",
        "Een eenvoudige lijst bleek beter te werken dan een formulier.",
        "De raad keurde het voorstel in maart goed.",
        "Wij namen de werkwijze van onze partner over.",
    ),
    "es": (
        "El área de ambiente pesó durante un mes lo que sobraba.",
        "Doce vecinas y vecinos vinieron a mirar y a preguntar.",
        "La escuela llevó el conteo a sus clases.",
        "La reunión duró más de lo previsto.",
        "Una lista sencilla funcionó mejor que un formulario.",
        "El concejo aprobó la propuesta en marzo.",
        "Adoptamos la manera de trabajar de nuestra contraparte.",
    ),
}


def language_of(who: str) -> str:
    """Spanish on the partner's side, Dutch on all others."""
    return "es" if who == Side.PARTNER else "nl"


def dealt(choices: tuple[str, ...], number: int) -> str:
    return choices[number % len(choices)]


def place_of(side: str, number: int) -> str:
    word = {"nl": "voorbeeld", "es": "ejemplo"}[language_of(side)]
    return f"{dealt(PLACES[language_of(side)], number)} {number} ({word})"


def deed_of(side: str, number: int) -> str:
    return f"{dealt(TITLES[language_of(side)], number)} ({number})"


def text_of(who: str, number: int, sentences: int) -> str:
    written = SENTENCES[language_of(who)]
    return " ".join(dealt(written, number + place) for place in range(sentences))


def titles_of(duty: str, month: int, number: int) -> dict[str, str]:
    """A milestone's title: in both languages where it is both sides'."""
    codes = ("nl", "es") if duty == Duty.JOINT else (language_of(duty),)
    return {f"title_{code}": f"{dealt(TITLES[code], month + number)}, {month}" for code in codes}
