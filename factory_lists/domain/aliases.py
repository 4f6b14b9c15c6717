"""What the columns of factory lists are called, by what they hold: the programme's own name first, then the usual ones.

Names are folded as `folded_name` does: lower case, no accents, no punctuation, "%" as "percent", "#" as "number".
Earlier names win over later ones: where a list has both "Factory name" and "Supplier", the name is the first.
"""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "code": (
        "code", "factory code", "programme code", "program code", "better work code", "better work id", "bw code",
        "factory", "factory id", "facility code", "facility id", "factory number",
    ),
    "os_id": ("os id", "osid", "os hub id", "oshub id", "open supply hub id", "oar id", "open apparel registry id"),
    "name": (
        "name", "factory name", "facility name", "name of factory", "name of the factory", "name of facility",
        "factory", "facility", "site name", "production site name", "production unit name", "production location name",
        "unit name", "plant name", "mill name", "company name", "company", "manufacturer name", "manufacturer",
        "supplier name", "supplier", "vendor name", "vendor", "name of company", "name of supplier",
        "factory name english", "english name", "legal name", "producer", "name of production site",
        "nom", "nom de l usine", "nom usine", "nom du fabricant", "usine", "fabricant", "nombre",
        "nombre de la fabrica", "fabrica", "nombre de fabrica", "nome", "nome da fabrica", "fabbrica",
        "name der fabrik", "fabrik",
        "fabrikname", "firma", "ten nha may", "nha may", "ten cong ty", "cong ty", "nama pabrik", "pabrik",
        "nama perusahaan",
        "工厂名称", "工厂", "工厂名", "工廠名稱", "工廠", "企业名称", "公司名称", "供应商名称", "工場名", "会社名",
        "공장명", "ឈ្មោះរោងចក្រ", "اسم المصنع",
    ),
    "country": (
        "country", "country code", "country name", "country region", "country or region", "country territory",
        "country area", "country of production", "production country", "country of manufacture", "factory country",
        "country of origin", "location country", "iso country", "iso country code", "nation", "facility country",
        "supplier country", "pays", "pais", "paese", "land", "quoc gia", "nuoc", "negara", "国家", "国家 地区", "國家",
        "国", "국가", "ប្រទេស", "البلد", "الدولة", "ulke",
    ),
    "address": (
        "address", "full address", "factory address", "facility address", "complete address", "site address",
        "physical address", "supplier address", "street address", "location address", "production address",
        "address english", "company address", "manufacturer address", "address of factory", "address of the factory",
        "adresse", "adresse complete", "direccion", "domicilio", "endereco", "morada", "indirizzo", "anschrift",
        "dia chi", "alamat", "地址", "工厂地址", "工廠地址", "详细地址", "住所", "주소", "អាសយដ្ឋាន", "العنوان", "adres",
    ),
    "street": (
        "street", "address line 1", "address 1", "address1", "address line 2", "address 2", "address2",
        "address line 3", "address 3", "address3", "street name", "street 1", "street 2", "street and number",
        "road", "rue", "calle", "rua", "via", "strasse", "straße", "duong", "jalan",
    ),
    "district": (
        "district", "county", "commune", "ward", "sub district", "village", "suburb", "neighbourhood", "neighborhood",
        "quan", "huyen", "kecamatan",
    ),
    "city": (
        "city", "town", "city town", "city name", "municipality", "city district", "factory city", "facility city",
        "ville", "ciudad", "cidade", "citta", "stadt", "ort", "thanh pho", "kota", "城市", "市",
    ),
    "province": (
        "province", "state", "state province", "province state", "region", "state region", "state or province",
        "governorate", "prefecture", "division", "department", "province region", "departement", "provincia",
        "estado", "departamento", "bundesland", "tinh", "provinsi", "省", "省份", "state province region",
    ),
    "postcode": (
        "postcode", "post code", "postal code", "zip", "zip code", "zipcode", "zip postal code", "postal zip code",
        "pin code", "pincode", "code postal", "codigo postal", "cep", "cap", "plz", "postleitzahl", "ma buu chinh",
        "kode pos", "邮编", "邮政编码",
    ),
    "lat": ("lat", "latitude", "gps latitude", "latitud", "breitengrad"),
    "lng": ("lng", "longitude", "lon", "long", "gps longitude", "longitud", "langengrad"),
    "workers": (
        "workers", "total workers", "number of workers", "no of workers", "total number of workers", "workers total",
        "number workers", "number of employees", "no of employees", "employees", "total employees", "workforce",
        "headcount", "head count", "worker count", "number of workers employed", "total workforce", "total headcount",
        "nombre de travailleurs", "effectif", "trabajadores", "numero de trabajadores", "total trabajadores",
        "trabalhadores", "anzahl der arbeiter", "beschaftigte", "mitarbeiter", "so cong nhan", "so lao dong",
        "tong so cong nhan", "jumlah pekerja", "jumlah karyawan", "工人数", "员工人数", "员工总数", "총 근로자",
        "ចំនួនកម្មករ",
    ),
    "women_workers": (
        "women workers", "women", "female workers", "number of female workers", "number of women", "female",
        "females", "no of female workers", "total female workers", "number of women workers", "female employees",
        "number of female employees", "workers female", "workers women", "women employees", "femmes", "mujeres",
        "trabajadoras", "mulheres", "frauen", "lao dong nu", "cong nhan nu", "so lao dong nu", "女工人数", "女工",
    ),
    "women_percent": (
        "women percent", "percent female", "percent women", "percent female workers", "percent women workers",
        "female percent", "percentage female", "percentage of female workers", "percentage of women",
        "percentage women", "percent of female workers", "percent of women", "female workers percent",
        "workers percent female", "women workers percent", "percentage female workers", "percent of women workers",
        "share of women", "percent femmes", "percent mujeres", "percent frauen", "ty le nu",
    ),
    "products": (
        "products", "product", "product type", "product types", "product category", "product categories",
        "main products", "products made", "product description", "type of product", "garment type", "produits",
        "productos", "produtos", "produkte", "san pham", "produk", "产品",
    ),
    "brands": ("brands", "brand", "buyers", "buyer", "brand names", "marques", "marcas", "marken", "nhan hang"),
    "joined_on": ("joined on", "date joined", "joined", "joining date", "enrolment date", "enrollment date"),
    "is_closed": ("is closed", "closed", "permanently closed"),
}  # fmt: skip

# several columns may hold them: the parts of an address are joined in this order, countries must agree
ADDRESS_PARTS = ("address", "street", "district", "city", "province", "postcode")
SEVERAL = frozenset({*ADDRESS_PARTS, "country"})
