"""Ukrainian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from mapper.mapdoc.language.slavic import Slavic


class Ukrainian(Slavic):
    """What a page says, in Ukrainian."""

    code: ClassVar = "uk"

    WORDS: ClassVar[Mapping[str, str]] = {
        "about": "Про цю мапу",
        "credits": "Джерела даних і ліцензії",
        "inputs": "Файли, з яких прочитано фронти, та їхні SHA-256",
        "display": "Показ мапи: Leaflet (BSD 2-Clause; текст ліцензії — у цьому файлі)",
        "first_events": "Перші події",
        "without_place": "Події без місця на мапі",
        "no_script": "Без JavaScript ця сторінка показує таблицю замість мапи.",
        "when": "Коли",
        "event": "Подія",
        "place": "Місце",
        "status": "Статус",
        "killed": "Загинули",
        "injured": "Поранені",
        "to_map": "Перейти до мапи",
        "to_list": "Перейти до списку подій",
        "whole": "Відкрити всю мапу",
        "untitled": "Мапа",
    }
    NOTES: ClassVar[Mapping[str, str]] = {
        "outside_filter": "Поза фільтром: {events}.",
        "sensitive": "Не показано як чутливі: {events}.",
        "layers": "У цьому файлі немає: {layers}.",
        "columns": "Про події не подано: {columns}.",
        "no_sources": "Джерела не показано, посилання в текстах вилучено.",
        "generalised": (
            "Місця узагальнено: кожна подія стоїть посередині клітинки {grid} на {grid}, а її "
            "радіус охоплює клітинку. Відстані виміряно звідти. Координати, записані в текстах, "
            "вилучено."
        ),
        "measurements_generalised": (
            "Збережені вимірювання не показано: вони видали б точні місця."
        ),
        "version": "Версія {version}.",
        "since": "Від попередньої версії: {changes}.",
        "since_named": "Від версії {before}: {changes}.",
        "no_place": "Без місця на мапі: {events}.",
        "outside_map": "Поза намальованою мапою: {events}.",
        "cut_texts": "Тексти, довші за клітинку, обрізано до {most} символів: {count}.",
    }
    LAYERS: ClassVar[Mapping[str, str]] = {
        "events": "події",
        "control_areas": "зони контролю",
        "lines_of_contact": "лінії зіткнення",
        "measurements": "збережені вимірювання",
    }
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "description": "опис",
        "place_name": "назва місця",
        "event_type": "тип",
        "weapon": "зброя",
        "killed": "загиблі",
        "injured": "поранені",
        "perpetrator_alleged": "імовірний виконавець",
        "claimed_by": "хто взяв відповідальність",
        "denied_by": "хто заперечив",
        "notes": "примітки",
        "distance": "відстань до фронту",
        "sources": "джерела",
        "claims": "що каже кожне джерело",
    }
    METHOD: ClassVar = (
        "Відстані — геодезичні лінії на еліпсоїді WGS 84 від події до найближчої точки лінії "
        "зіткнення її дня: тієї частини межі зони контролю, що звернена до землі іншої сторони, "
        "без державного кордону й берега. Інтервал враховує невідоме про місце, фронт і метод. "
        "Фронти намальовано зі спрощенням приблизно до 10 м; відстані виміряно за повною "
        "геометрією."
    )
    MONTHS: ClassVar = (
        "січень",
        "лютий",
        "березень",
        "квітень",
        "травень",
        "червень",
        "липень",
        "серпень",
        "вересень",
        "жовтень",
        "листопад",
        "грудень",
    )
    MONTHS_OF_DAYS: ClassVar = (
        "січня",
        "лютого",
        "березня",
        "квітня",
        "травня",
        "червня",
        "липня",
        "серпня",
        "вересня",
        "жовтня",
        "листопада",
        "грудня",
    )
    UNITS: ClassVar[Mapping[str, str]] = {"m": "м", "km": "км", "mi": "миль", "nmi": "мор. миль"}
    EVENT: ClassVar = ("подія", "події", "подій")
    DAY: ClassVar = ("день", "дні", "днів")
    TERMS: ClassVar[Mapping[str, Mapping[str, tuple[str, str]]]] = {
        "verification_status": {
            "unverified": ("Не перевірено", "Ніхто незалежний ще не перевіряв."),
            "reported": ("Повідомлено", "Повідомляє джерело; незалежно не підтверджено."),
            "claimed": ("Заявлено", "Так каже сторона конфлікту."),
            "corroborated": ("Підтверджено кількома", "Незалежні джерела збігаються."),
            "geolocated": ("Геолоковано", "Знятий матеріал зіставлено з місцем."),
            "verified": ("Перевірено", "Місце, час і зміст перевірено."),
            "disputed": ("Спірне", "Джерела суперечать одне одному."),
            "debunked": ("Спростовано", "Доведено, що це неправда."),
        },
        "geo_precision": {
            "exact": ("Точно", "Відоме саме місце."),
            "vicinity": ("Поруч", "Відомо з точністю приблизно до ста метрів."),
            "settlement": ("Населений пункт", "Відомо до міста чи села."),
            "area": ("Місцевість", "Відомо до району чи околиць місця."),
            "region": ("Область", "Відомо лише до області."),
            "country": ("Країна", "Відомо лише до країни; відстань не подається."),
        },
        "rough_place": {
            "none": ("Без місця", ""),
            "region": ("Відомо лише до області", ""),
            "country": ("Відомо лише до країни", ""),
        },
        "event_type": {
            "Battles": ("Бої", "Збройне зіткнення організованих груп."),
            "Explosions/Remote violence": (
                "Вибухи / дистанційне насильство",
                "Удар, обстріл, ракета, дрон, міна чи бомба.",
            ),
            "Violence against civilians": (
                "Насильство проти цивільних",
                "Напад на беззбройних людей.",
            ),
            "Protests": ("Протести", "Акція без насильства з боку учасників."),
            "Riots": ("Заворушення", "Насильство натовпу."),
            "Strategic developments": (
                "Стратегічні події",
                "Зміна контролю, угода, заява.",
            ),
        },
        "weapon": {
            "drone": ("Дрон", "Одноразовий чи інший безпілотний апарат."),
            "cruise_missile": ("Крилата ракета", ""),
            "ballistic_missile": ("Балістична ракета", ""),
            "missile": ("Ракета", "Ракета невказаного виду."),
            "glide_bomb": ("Керована авіабомба", ""),
            "aircraft": ("Авіаудар", "Авіаудар невказаними боєприпасами."),
            "artillery": ("Артилерія", ""),
            "mlrs": ("Реактивна артилерія", "Реактивна система залпового вогню."),
            "mine": ("Міна чи саморобний пристрій", ""),
            "unknown": ("Невідомо", "Не вказано."),
        },
        "control_status": {
            "occupied": ("Окуповано", "Під контролем сторони, що наступає."),
            "contested": ("Сіра зона", "Сіра зона, або невідомо, хто контролює."),
            "liberated": ("Звільнено", "Повернуто."),
            "government_held": ("Під контролем уряду", "Під контролем уряду країни."),
            "pre_2022_occupied": (
                "Окуповано до 2022 року",
                "Під контролем з часу до 24 лютого 2022 року.",
            ),
        },
        "redistribution": {
            "yes": ("Можна поширювати", ""),
            "no": ("Не можна поширювати", ""),
            "unknown": ("Умови невідомі", ""),
        },
    }
    FIELDS: ClassVar[Mapping[str, str]] = {
        "date_start": "Дата",
        "date_end": "Останній день",
        "place_name": "Місце",
        "admin1": "Область",
        "geo_precision": "Точність",
        "killed_min": "Загинули, щонайменше",
        "killed_best": "Загинули",
        "killed_max": "Загинули, щонайбільше",
        "injured_min": "Поранені, щонайменше",
        "injured_best": "Поранені",
        "injured_max": "Поранені, щонайбільше",
        "target_type": "Ціль",
        "perpetrator_alleged": "Імовірний виконавець",
        "claimed_by": "Взяли відповідальність",
        "denied_by": "Заперечують",
        "affected_party": "Постраждала сторона",
        "verification_status": "Статус",
    }
    SOURCE_TYPES: ClassVar[Mapping[str, str]] = {
        "official": "офіційне",
        "news": "новини",
        "social": "соцмережі",
        "satellite": "супутникові знімки",
        "dataset": "набір даних",
        "witness": "свідок",
        "other": "інше",
    }
    COUNTRIES: ClassVar[Mapping[str, str]] = {
        "UA": "Україна",
        "RU": "Росія",
        "BY": "Білорусь",
        "MD": "Молдова",
        "PL": "Польща",
        "RO": "Румунія",
        "HU": "Угорщина",
        "SK": "Словаччина",
        "BG": "Болгарія",
        "TR": "Туреччина",
        "GE": "Грузія",
        "LT": "Литва",
        "LV": "Латвія",
        "EE": "Естонія",
        "FI": "Фінляндія",
        "KZ": "Казахстан",
    }
    PIECES: ClassVar[Mapping[str, str]] = {
        "known_to_month": "відомо з точністю до місяця",
        "known_to_year": "відомо з точністю до року",
        "unknown_day": "День невідомий",
        "written": "як записано",
        "local_time": "за місцевим часом",
        "not_stated": "Точність не вказано.",
        "within": "у межах",
        "none_reported": "за повідомленнями, жодного",
        "unknown": "невідомо",
        "at_least": "щонайменше",
        "at_most": "щонайбільше",
        "from_line": "від лінії зіткнення",
        "known_only_to": "Відомо лише, що це",
        "inside": "всередині зони контролю",
        "collected": "зібрано",
        "as_of": "станом на",
        "before": "за {days} до події",
        "reported_events": "Події за повідомленнями",
        "of_them": "з них",
        "without_place": "без місця на мапі",
        "front_of": "фронт за",
        "front_over": "фронт за",
        "filter": "Фільтр",
        "data_of": "Дані станом на",
        "from": "від",
        "until": "до",
        "or": "або",
        "status": "статус",
        "words": "зі словами",
        "and_more": "і ще {}",
        "no_licence": "ліцензію не вказано",
        "ask_owner": "запитайте власника, перш ніж публікувати",
        "no_line": "Лінію зіткнення не намальовано для",
        "of_front": "фронту",
        "of_fronts": "фронтів",
        "added": "додано:",
        "removed": "вилучено:",
        "changed": "змінено:",
        "no_change": "жодну подію не додано, не вилучено й не змінено",
    }
    REFUSALS: ClassVar = (
        (
            r"(.+) x (.+) mm leave no room for the map beside its title, legend and credits: "
            r"choose a larger size\.",
            "На {0} × {1} мм поруч із назвою, легендою й джерелами немає місця для мапи: виберіть "
            "більший розмір.",
        ),
        (
            r"The figure has too many pixels: choose a smaller size or resolution\.",
            "У рисунку забагато пікселів: виберіть менший розмір чи роздільність.",
        ),
        (r"The event has no day\.", "День події невідомий."),
        (r"The place is known only to the country\.", "Місце відоме лише до країни."),
        (r"The event has no coordinates\.", "Подія не має координат."),
        (
            r"There is no front(?: of .+)? for (.+): the first one is of (.+)\.",
            "Немає фронту за {0}: перший — за {1}.",
        ),
        (
            r"There is no front(?: of .+)? for (.+): the latest before it is of (.+), (\d+) days "
            r"earlier, and the limit is (\d+) days\.",
            "Немає фронту за {0}: останній перед ним — за {1}, на {2} дн. раніше, а межа — {3} дн.",
        ),
        (
            r"This control area has no line of contact: it meets no held land\.",
            "Ця зона контролю не має лінії зіткнення: поряд немає території, яку утримує країна.",
        ),
        (
            r"This control area has no line of contact: it meets no held land \((.+)\)\. "
            r"A line for this day is given by (.+)\.",
            "Ця зона контролю ({0}) не має лінії зіткнення. Лінію за цей день дає: {1}.",
        ),
    )
