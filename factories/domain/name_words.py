"""Words of factory names and addresses that say little: legal forms, trades, kinds of street and zone.

They are general vocabulary of the trade in several languages; no list here may hold the name of a company or a town.
"""

from __future__ import annotations


def _phrases(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, longest first."""
    lines = sorted((tuple(line.split()) for line in text.strip().splitlines()), key=len, reverse=True)
    return {first: tuple(line for line in lines if line[0] == first) for first in {line[0] for line in lines}}


# several words that are one legal form, written out or in single letters
LEGAL_PHRASES = _phrases("""
joint stock company
j s c
j s company
j s
stock company
one member limited liability
limited liability company
limited liability partnership
limited liability
private limited
sociedad anonima de capital variable
sociedad anonima
sociedad de responsabilidad limitada
sociedade anonima
s de r l de c v
s de rl de cv
s a de c v
sa de cv
s a p i
s a s
s a r l
s r l
s p a
s a
s l u
s l
a s
r l
p t
b v
n v
c v
p v t
l t d
l l c
l l p
sendirian berhad
sdn bhd
anonim sirketi
limited sirketi
aktiengesellschaft
gesellschaft mit beschrankter haftung
societe anonyme
societe a responsabilite limitee
societa per azioni
sanayi ve ticaret
sanayi ticaret
san ve tic
ve tic
ve ticaret
perseroan terbatas
cong ty tnhh
cong ty co phan
tnhh mtv
limited company
m s
""")
LEGAL_WORDS = frozenset(
    "ltd limited pvt private co company corp corporation inc incorporated plc llc llp gmbh sa sas sarl "
    "srl spa bv nv jsc pt cv tbk sdn bhd pte pty as ao ooo kg kft ag oy ab aps shpk lda ltda epp eireli "
    "sl slu rl sti stil sirketi sirket anonim sanayi ticaret san tic tnhh mtv ste p tld tdtd cotdtd fzco "
    "fze fzc epz sae wll spc dba unipessoal".split()
)
# of the kind of enterprise: said or left out at will
ENTERPRISE = frozenset(
    "industry industries industrial ind enterprise enterprises factory factories manufactory "
    "manufacturing manufacturer manufacturers mfg mfrs group holdings holding works mill mills product "
    "products production trading trade import export imp exp international intl fty plant unit units "
    "division div branch branches subesi sube subsidiary subcontractor subcon of and the de del do da dos "
    "das e y et und for at formerly only comercio industria industrias indústria".split()
)
# the trades: weak when one side leaves them out, telling when the two sides name different ones
TRADES = frozenset(
    "garment garments garmen apparel apparels textile textiles tekstil textil texteis clothing cloth "
    "clothes fashion fashions wear wears sweater sweaters knit knits knitting knitwear dyeing printing "
    "weaving spinning footwear shoe shoes leather goods bag bags luggage headwear hat hats cap caps denim "
    "jeans shirt shirts hosiery sock socks lingerie lighting light sportswear sewing embroidery washing "
    "laundry finishing composite fabrics fabric yarn accessories trims trim packaging confeccoes "
    "confecciones manufacturas giyim konfeksiyon moda".split()
)
UNIT_WORDS = frozenset(
    "unit units factory fty plant branch division div facility phase no number br hd building bldg bdg "
    "shed fab mill workshop plot subesi sube khu".split()
)
# a second plant, not the first: as telling as a unit's number
BRANCH_WORDS = frozenset(
    "branch second third new subesi sube subcontractor subcon sucursal filial cabang plant2".split()
)
# words that nearly every address has; what remains tells one place from another
PLACE_KINDS = frozenset(
    "road rd street st str avenue ave av avenida boulevard blvd bulv bulvari highway hwy lane ln drive dr "
    "way circle jalan jl rua r calle carretera via viale cadde cad caddesi sokak sok sk mahalle mahallesi "
    "mah mh koy koyu no number num nr plot plots lot lots land block blok building bldg bhaban tower "
    "floor fl flr flat room rm suite suites ste shed house unit gate industrial industry industri "
    "industria ind area estate park zone zones cluster complex iz ip ipz sez epz export processing "
    "development economic economy developmental special technology technical high national province prov "
    "state region city town township village district dist county commune ward mandal hobli taluk tehsil "
    "subdistrict kecamatan kec kabupaten kab kelurahan kel desa kota rt rw quarter phum khum sangkat khan "
    "srok moo soi tambon amphoe thanh pho tinh quan huyen phuong section sector sec phase po box pob ps "
    "near opp opposite off behind beside next to of the and de da do del dos la le in at by km kms blank "
    "na survey sy sf khasra pin code organize sanayi bolgesi osb kawasan east west north south apt corner "
    "ext extn extension portion".split()
)
# suffixes of a place that are often written on to its name: village, town, county, district, road
PLACE_SUFFIXES = (
    "cun",
    "zhen",
    "xian",
    "xiang",
    "qu",
    "shi",
    "lu",
    "jie",
    "sheng",
    "road",
    "city",
    "town",
    "village",
    "zone",
)
# what parts one house into several places
PREMISES = frozenset("suite suites ste apt shop unit units".split())
# a number behind one of these is no house's number: of a street, a floor, a post box
AREA_MARKS = frozenset(
    "sector sec section phase zone floor fl flr road rd street st cad cadde sok sokak ward moo rt rw area "
    "park national highway nh nr. box pob".split()
)
# "Road No. 12" is a road's number
NUMBERED = frozenset("sector sec section phase zone floor road street st ward moo area highway".split())
FLOORS = frozenset("floor fl flr phase".split())
WORDS_BEFORE_AREA = frozenset(
    "floor fl f flr industrial industry ip iz zone cad cadde caddesi sok sokak osb phase road rd street "
    "st sec".split()
)
