"""Lists as their owners publish them: any usual encoding and separator, a head anywhere, columns by any usual name."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.domain.countries import code_of, name_of, near_code, suggested_codes
from factory_lists.domain.aliases import ALIASES, SEVERAL
from factory_lists.domain.days import day_in_name
from factory_lists.domain.factory_rows import FactoryRowReader
from factory_lists.domain.head import column_names, find_head
from factory_lists.domain.mapping import How, propose
from factory_lists.workbook.importing import read_rows_of
from factory_lists.workbook.lists import FileOptions, open_list
from files.domain.problems import ImportProblem, Unreadable
from files.workbook.encodings import ENCODINGS, decoded
from files.workbook.tables import UPLOADED, Limits

LISTS = Path(__file__).resolve().parents[2] / "data" / "factory-lists"
# the same table as its owners would write it, with the encoding that their programs use
WRITTEN = {
    "cp1252": "name,country,address\nCafé Têxtil S.A.,Portugal,Rua da Fábrica 12\nAçucena,Portugal,São João\n",
    "gb18030": "工厂名称,国家,地址\n东莞市服装有限公司,中国,广东省东莞市虎门镇\n苏州纺织厂,中国,江苏省苏州市\n",
    "big5": "工廠名稱,國家,地址\n台灣紡織股份有限公司,台灣,台南市安平區工業路\n",
    "cp932": "工場名,国,住所\n株式会社テスト縫製,日本,大阪府大阪市北区\n",
    "cp949": "공장명,국가,주소\n한국섬유,대한민국,부산광역시\n",
    "cp1251": "name,country\nТекстильная фабрика,Россия\nШвейная фабрика,Узбекистан\n",
    "cp1254": "name,country\nİstanbul Tekstil Şirketi,Türkiye\nGüneş Örme Sanayi,Türkiye\n",
    "cp1250": "name,country,address\nZakłady Odzieżowe Łódź,Polska,ul. Święty Krzyż 5\n",
    "cp1258": "Tên công ty,Quốc gia,Địa chỉ\nCông ty May Việt Nam,Việt Nam,Đường số 5 Khu công nghiệp Biên Hòa\n",
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_bytes(text: str, encoding: str) -> bytes:
    """The text as programs write it; Windows-1258 sets the tone behind its vowel."""
    if encoding != "cp1258":
        return text.encode(encoding)
    apart = ""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in _TONES)
        apart += unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES)) + tones
    return apart.encode("cp1258")


@pytest.mark.parametrize("encoding", WRITTEN)
def test_the_encoding_of_a_list_is_found_out(encoding):
    found = decoded(in_bytes(WRITTEN[encoding], encoding))

    assert (found.encoding, found.text, found.guessed) == (encoding, WRITTEN[encoding], True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_a_mark_or_without_is_read(encoding):
    assert decoded(WRITTEN["gb18030"].encode(encoding)).text == WRITTEN["gb18030"]


def test_one_letter_beyond_ascii_is_western():
    assert decoded(b"name,country\nLotus,KH\nCaf\xe9,KH\n").text.splitlines()[2] == "Café,KH"


@given(st.sampled_from(sorted(ENCODINGS)), st.text(max_size=60))
def test_an_encoding_that_is_said_gives_back_what_was_written(encoding, text):
    text = text.replace("\ufeff", "").replace("\r", "")
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return
    if encoding != "cp1258" and content.decode(encoding) != text:
        return  # an encoding may write two signs alike: cp932 the sign of cents and its wide form
    expected = unicodedata.normalize("NFC", text) if encoding == "cp1258" else text
    assert decoded(content, encoding).text == expected


@given(st.binary(max_size=400))
def test_any_bytes_are_some_text_and_the_encoding_found_gives_it_again(content):
    try:
        found = decoded(content).encoding
    except Unreadable:
        found = "utf-8"  # said with a sentence
    assert found in ENCODINGS


# --- the head -------------------------------------------------------------------------------------------------------

_noise = st.lists(
    st.lists(
        st.sampled_from(["", "Supplier list 2024", "as of May", "Confidential", "page 1", "12"]), max_size=6
    ),
    max_size=8,
)
_heads = st.sampled_from(
    [
        ["Factory_Name", "Country/Region", "Address"],
        ["name", "country"],
        ["No.", "Supplier Name", "Street", "City", "Postcode", "Country"],
        ["OS ID", "Facility Name", "Total Workers", "Country of production"],
        ["工厂名称", "国家", "地址"],
    ]
)


@given(
    _noise,
    _heads,
    st.lists(st.lists(st.sampled_from(["Lotus", "Mill 12", "KH", "", "99"]), max_size=6), max_size=5),
)
def test_the_head_is_found_below_whatever_stands_above_it(above, head, below):
    rows = list(enumerate([*above, head, *below], start=1))

    assert find_head(rows) == len(above) + 1


@given(st.lists(st.sampled_from(["name", "Name", "", "name (2)", "column 2", "country"]), max_size=8))
def test_every_column_gets_a_name_of_its_own(cells):
    names, _twice = column_names(cells)

    assert len(set(names)) == len(names)
    assert all(names)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_found(separator):
    text = (
        separator.join(["name", "country", "address"]) + "\n" + separator.join(["Lotus", "KH", "Mill Road"])
    )

    listed = open_list(text.encode())

    assert (listed.layout.separator, listed.columns) == (separator, ("name", "country", "address"))


def test_a_separator_inside_addresses_does_not_deceive():
    rows = "".join(f"Lotus {n};KH;{n}, Mill Road, Meanchey, Phnom Penh, Cambodia\n" for n in range(20))

    assert open_list(f"name;country;address\n{rows}".encode()).layout.separator == ";"


def test_rows_keep_the_numbers_of_the_file():
    listed = open_list(b"List of Northwind\n\nname,country\n\nLotus,KH\n")

    assert listed.layout.head_row == 3
    assert list(listed.rows()) == [(5, ["Lotus", "KH"])]


# --- the columns ----------------------------------------------------------------------------------------------------


def targets(*columns, **samples):
    return [p.target for p in propose(columns, samples)]


@given(
    st.permutations(
        ["name", "country", "address", "os_id", "lat", "lng", "workers", "women_workers", "products"]
    )
)
def test_the_programme_s_own_names_mean_themselves_in_any_order(columns):
    assert targets(*columns) == columns


@given(
    st.lists(
        st.sampled_from([name for names in ALIASES.values() for name in names]), unique=True, max_size=30
    )
)
def test_nothing_is_proposed_twice_that_one_column_alone_can_hold(columns):
    proposed = [target for target in targets(*columns) if target and target not in SEVERAL]

    assert len(set(proposed)) == len(proposed)


@given(st.lists(st.text(max_size=20), unique=True, max_size=10))
def test_whatever_the_names_there_is_a_proposal_for_each(columns):
    assert [p.column for p in propose(columns, {})] == columns


@pytest.mark.parametrize(
    ("column", "target"),
    [
        ("Factory_Name", "name"), ("Country/Region", "country"), ("Supplier Name", "name"), ("FacilityName", "name"),
        ("Total Workers", "workers"), ("% female", "women_percent"), ("# of workers", "workers"),
        ("Factroy Name", "name"), ("Adress", "address"), ("Nunber of Workers", "workers"), ("Dirección", "address"),
        ("Quốc gia", "country"), ("Địa chỉ", "address"), ("Nom de l'usine", "name"), ("ZIP/Postal Code", "postcode"),
        ("number of men", ""), ("Male workers", ""), ("Sector", ""), ("Contact name", ""), ("Tel", ""),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_usual_names_and_by_slips_of_the_pen(column, target):
    assert targets(column) == [target]


def test_the_factory_s_own_name_is_before_its_supplier_s():
    proposals = propose(["Supplier", "Factory Name"], {})

    assert [(p.target, p.how) for p in proposals] == [("", How.TAKEN), ("name", How.NAME)]


def test_a_column_of_codes_is_the_programme_s_by_its_values():
    assert targets("code", code=["KH-00017", "VN-3"]) == ["code"]
    assert targets("code", code=["NW-17", "X1"]) == [""]
    assert targets("Factory", Factory=["Lotus", "Orchid"]) == ["name"]
    assert targets("Factory", Factory=["KH-1"]) == ["code"]


# --- the rows -------------------------------------------------------------------------------------------------------


def row_of(**cells):
    columns = list(cells)
    reader = FactoryRowReader(columns, dict(zip(columns, columns, strict=True)))
    return reader.read(2, list(cells.values()))


def test_an_address_in_columns_is_joined_and_nothing_is_said_twice():
    read = row_of(
        name="Lotus",
        country="KH",
        street="12 Mill Road",
        city="Phnom Penh",
        province="Phnom Penh",
        postcode="12000",
    )
    named = row_of(
        name="Lotus", country="KH", address="12 Mill Road, Phnom Penh", city="PHNOM PENH", postcode="12000"
    )

    assert read.row.address == "12 Mill Road, Phnom Penh, 12000"
    assert named.row.address == "12 Mill Road, Phnom Penh, 12000"


@pytest.mark.parametrize(
    ("share", "women"),
    [("62%", 62), ("62.5", 63), ("0.62", 62), ("62,4 %", 62), ("0", 0), ("100", 100), ("1%", 1)],
)
def test_women_in_per_cent_are_counted_from_the_total(share, women):
    expected = {"62.5": {62, 63}}.get(share, {women})

    assert (
        row_of(name="Lotus", country="KH", workers="100", women_percent=share).row.women_workers in expected
    )


@pytest.mark.parametrize("share", ["1", "101%", "many", "-5"])
def test_a_share_that_is_none_or_may_be_two_is_a_problem(share):
    assert [
        p.code for p in row_of(name="Lotus", country="KH", workers="9", women_percent=share).problems
    ] == ["not_a_share"]


@pytest.mark.parametrize("text", ["100-150", "1,001 - 5,000", "<500", "1000+", "500 to 999", ">= 50"])
def test_a_range_of_workers_is_no_head_count_and_hinders_nothing(text):
    read = row_of(name="Lotus", country="KH", workers=text)

    assert (read.row is None) == (text == ">= 50")
    if read.row:
        assert read.row.workers is None
        assert [note.code for note in read.notes] == ["range"]


# --- countries ------------------------------------------------------------------------------------------------------

CODES = ["KH", "VN", "BD", "JO", "HT", "ID", "LK", "NI", "PK", "EG", "ET", "MG", "US", "GB", "KR", "CN", "TR"]


@given(
    st.sampled_from(CODES), st.sampled_from(["{0} ({1})", "{1} - {0}", "{0}/{1}", "{0}", "{1}", "the {0}"])
)
def test_a_country_is_itself_by_name_code_and_both(code, written):
    assert code_of(written.format(name_of(code), code)) == code


@given(st.sampled_from(CODES), st.integers(0, 30), st.sampled_from("aeiourst"))
def test_one_wrong_letter_never_makes_it_another_country_without_a_doubt(code, place, letter):
    name = name_of(code)
    wrong = name[: place % len(name)] + letter + name[place % len(name) + 1 :]

    found = code_of(wrong) or near_code(wrong)

    assert found in {code, None} or found not in CODES


@pytest.mark.parametrize(
    ("text", "codes"), [("Nigera", ("NE", "NG")), ("Slovekia", ("SI", "SK")), ("Atlantis", ())]
)
def test_what_may_be_two_countries_is_none_but_both_are_named(text, codes):
    assert near_code(text) is None
    assert suggested_codes(text) == codes


def test_two_names_of_two_countries_are_none():
    assert code_of("Turkey/Syria") is None
    assert code_of("Vietnam (KH)") is None


# --- the day --------------------------------------------------------------------------------------------------------


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_in_a_name_is_read_however_it_is_written(day):
    for written in (f"list-{day:%Y-%m-%d}.csv", f"{day:%Y%m%d}_list.xlsx", f"list {day:%d.%m.%Y}.csv"):
        assert day_in_name(written) == day


@pytest.mark.parametrize(
    "name", ["contributor-10.csv", "oshub_facilities_5444_2023.csv", "list.csv", "2023-13-45.csv"]
)
def test_a_number_or_a_year_alone_is_no_day(name):
    assert day_in_name(name) is None


# --- files that mean harm -------------------------------------------------------------------------------------------


def codes_of(content, **layout):
    try:
        listed = open_list(content, FileOptions(**layout))
        read = read_rows_of(listed, {p.column: p.target for p in propose(listed.columns, {})})
    except Unreadable as unreadable:
        problems: list[ImportProblem] = list(unreadable.problems)
    else:
        problems = read.problems
    assert all(";" in problem.message for problem in problems)
    return [problem.code for problem in problems]


def test_hostile_files_get_a_sentence():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    far = io.BytesIO()
    book = xlsxwriter.Workbook(far, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "country"])
    sheet.write(1_048_575, 16_383, "x")
    book.close()

    assert codes_of(bomb.getvalue()) == ["too_large"]
    assert codes_of(far.getvalue()) == ["too_large"]
    assert codes_of(b"name,country" + b",x" * 1_000_000 + b"\nLotus,KH\n") == ["too_many_columns"]
    assert codes_of(b"name,country\nLo\0tus,KH\n") == ["not_text"]
    assert codes_of(b"name,country\n" + b"x" * 40_000 + b",KH\n") == ["too_long"]
    assert codes_of(b"name,country\n" + b"x" * 2_000_000 + b",KH\n") == ["quotes"]
    assert codes_of(b"name,country\nLotus,KH" + b",x" * 1_000_000 + b"\n") == ["extra_cells"]
    assert codes_of(b'name,country\n"=HYPERLINK(""x"")",KH\n') == []  # text as any other; exports guard it
    assert codes_of(b"\0\0\0\0") == ["empty"]
    assert codes_of(b"a;b\n1;2\n", head_row=99) == ["no_head"]
    assert codes_of(b"na\xefve,x\n", encoding="utf-8") == ["encoding"]


def test_a_cell_that_computes_is_refused_wherever_it_stands_and_text_with_a_sign_is_kept():
    columns = ["name", "country", "street", "city", "products", "brands", "workers", "code"]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, columns)
    sheet.write_row(1, 0, ["Lotus", "KH", *["x"] * 4, 5, "KH-1"])
    for place in range(len(columns)):
        sheet.write_formula(1, place, '="a"&"b"', value="ab")
    for place, text in enumerate(
        ["- Lotus", "KH", "=1 Mill Road", "-", "- shirts; =trousers", "=B", "5", "KH-1"]
    ):
        sheet.write_string(2, place, text)
    book.close()
    listed = open_list(made.getvalue())

    read = read_rows_of(listed, {column: column for column in columns})

    assert {problem.field for problem in read.problems} == {*columns}
    assert {problem.row for problem in read.problems} == {2}
    assert (read.rows[0].name, read.rows[0].address) == ("- Lotus", "=1 Mill Road, -")
    assert (read.rows[0].products, read.rows[0].brands) == ("- shirts; =trousers", ("=B",))


def test_an_old_excel_file_with_more_cells_than_there_is_memory_for_is_refused():
    with pytest.raises(Unreadable) as refused:
        open_list((LISTS / "12.xls").read_bytes(), limits=Limits(UPLOADED.unpacked, 20))

    assert [problem.code for problem in refused.value.problems] == ["too_large"]


def test_damaged_old_excel_files_end_no_process():
    whole = (LISTS / "12.xls").read_bytes()

    for cut in (600, 3_000, 6_773):
        assert codes_of(whole[:cut]) == ["broken_workbook"]
    asks_for_much = bytearray(whole)
    asks_for_much[0x2C:0x30] = b"\xff\xff\xff\x7f"
    assert codes_of(bytes(asks_for_much)) in (["broken_workbook"], [])
    assert codes_of(whole + "EncryptedPackage".encode("utf-16-le")) == ["password"]


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"name;country\n"]),
)
def test_whatever_the_bytes_there_is_a_list_or_a_sentence(content, begin):
    codes_of(begin + content)
