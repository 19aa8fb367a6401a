"""Words of innovation and industry in English and Spanish, for searches on the first day.

An installation adds the labels of its controlled lists; these pairs fill what such lists
rarely say. Pairs stand between semicolons; `starter_labels()` shapes them for `build_lexicon`.
"""

PAIRS = """
additive manufacturing = fabricación aditiva; aerospace = aeroespacial; agreement = acuerdo
agriculture = agricultura; agricultural = agrícola; agrifood = agroalimentario; air = aire
algorithm = algoritmo; alliance = alianza; aluminium = aluminio; analysis = análisis
animal feed = pienso; apparel = ropa; aquaculture = acuicultura
artificial intelligence = inteligencia artificial; assembly = ensamblaje; automation = automatización
automotive = automoción; bank = banco; banking = banca; battery = batería; bee = abeja; beverage = bebida
big data = datos masivos; bio-based = base biológica; biogas = biogás; biomass = biomasa
bottle = botella; brand = marca; broadband = banda ancha; building = edificio; business = empresa
buyer = comprador; calibration = calibración; cancer = cáncer; car = coche
carbon footprint = huella de carbono; care = cuidado; catalyst = catalizador; cement = cemento
ceramics = cerámica; certification = certificación; chain = cadena; charging = recarga
charging point = punto de recarga; cheese = queso; chemical = química
circular economy = economía circular; city = ciudad; clean = limpio; climate = clima
clinical trial = ensayo clínico; cloud = nube; cloud computing = computación en la nube
coating = recubrimiento; cold = frío; cold chain = cadena de frío; cold storage = almacenamiento en frío
company = empresa; composite = material compuesto; computer vision = visión artificial
computing = computación; concrete = hormigón; construction = construcción; consultancy = consultoría
consumption = consumo; control = control; cooling = refrigeración; copper = cobre; cork = corcho
cosmetics = cosmética; cost = coste; crop = cultivo; customer = cliente; cybersecurity = ciberseguridad
cyberattack = ciberataque; dairy = lácteo; data = datos; database = base de datos
deep learning = aprendizaje profundo; design = diseño; detection = detección; device = dispositivo
diagnosis = diagnóstico; digital twin = gemelo digital; digital = digital; disease = enfermedad
distribution = distribución; distributor = distribuidor; drainage = drenaje; drone = dron
drought = sequía; drug = fármaco; drying = secado; education = educación; efficiency = eficiencia
efficient = eficiente; elderly = personas mayores; electric = eléctrico
electric vehicle = vehículo eléctrico; electricity = electricidad; electricity meter = contador eléctrico
electrolyser = electrolizador; electronics = electrónica; embedded = embebido; emission = emisión
employment = empleo; energy = energía; energy efficiency = eficiencia energética; engine = motor
engineering = ingeniería; environment = medio ambiente; equipment = equipo; export = exportación
factory = fábrica; farm = granja; farmer = agricultor; fashion = moda; feed = alimentación
fermentation = fermentación; fertiliser = fertilizante; fibre = fibra; filter = filtro
financing = financiación; fintech = tecnología financiera; fire = incendio; fish = pescado
fisheries = pesca; flood = inundación; food = alimento; food safety = seguridad alimentaria
food waste = desperdicio alimentario; footwear = calzado; forecast = previsión; forecasting = predicción
forest = bosque; forestry = silvicultura; forging = forja; foundry = fundición; framework = marco
fraud detection = detección de fraude; freight = mercancías; fruit = fruta; fuel = combustible
fuel cell = pila de combustible; funding = financiación; furniture = mueble; generation = generación
glass = vidrio; grape = uva; green = verde; green hydrogen = hidrógeno verde; greenhouse = invernadero
grid = red; growth = crecimiento; ham = jamón; health = salud; healthcare = sanidad; heat = calor
heat pump = bomba de calor; heating = calefacción; heritage = patrimonio; home automation = domótica
honey = miel; hospital = hospital; hotel = hotel; housing = vivienda; hydrogen = hidrógeno
image = imagen; image processing = procesamiento de imágenes; incubator = incubadora
industry = industria; innovation = innovación; inspection = inspección; installation = instalación
insulation = aislamiento; insurance = seguros; integration = integración
internet of things = internet de las cosas; inverter = inversor; investment = inversión
investor = inversor; irrigation = riego; iron = hierro; joint venture = empresa conjunta
knowledge = conocimiento; laboratory = laboratorio; land = tierra
language processing = procesamiento del lenguaje; laser = láser; leak = fuga; learning = aprendizaje
leather = cuero; lens = lente; licence = licencia; light = luz; lighting = iluminación; lithium = litio
lithium battery = batería de litio; livestock = ganadería; logistics = logística; machine = máquina
machine learning = aprendizaje automático; machine tool = máquina herramienta; machining = mecanizado
maintenance = mantenimiento; management = gestión; manufacturer = fabricante; manufacturing = fabricación
maritime = marítimo; market = mercado; material = material; measurement = medición; meat = carne
mechanical = mecánico; medical = médico; medical device = producto sanitario; meter = contador
metering = medición; milk = leche; mining = minería; mobility = movilidad; model = modelo
monitoring = monitorización; mould = molde; moulding = moldeo; neural network = red neuronal
noise = ruido; nutrition = nutrición; offshore wind = eólica marina; oil = aceite; olive = oliva
olive grove = olivar; olive oil = aceite de oliva; optical = óptico; optics = óptica; organic = ecológico
packaging = envase; packaging = embalaje; paint = pintura; panel = panel; paper = papel; partner = socio
partnership = asociación; patent = patente; patient = paciente; payment = pago; payments = pagos
pest = plaga; pharmaceutical = farmacéutico; photonics = fotónica; photovoltaic = fotovoltaico
pig = porcino; pilot = piloto; pipe = tubería; plant = planta; plastic = plástico; platform = plataforma
polymer = polímero; pollution = contaminación; port = puerto; poultry = aves de corral; power = potencia
power plant = central eléctrica; precision agriculture = agricultura de precisión
predictive maintenance = mantenimiento predictivo; printing = impresión; privacy = privacidad
process = proceso; processing = procesamiento; product = producto; production = producción
prototype = prototipo; provider = proveedor; public procurement = contratación pública
public transport = transporte público; pump = bomba; purchase = compra; quality = calidad
quality control = control de calidad; quantum = cuántico; railway = ferrocarril; rain = lluvia; R&D = I+D
recovery = recuperación; recycled = reciclado; recycling = reciclaje; refrigerated = frigorífico
refrigeration = refrigeración; rehabilitation = rehabilitación; reliability = fiabilidad; remote = remoto
renewable = renovable; renewable energy = energía renovable; research = investigación
researcher = investigador; retail = comercio minorista; reuse = reutilización; rice = arroz
risk = riesgo; road = carretera; robot = robot; robotics = robótica; rubber = caucho; rural = rural
safety = seguridad; sale = venta; salt = sal; satellite = satélite; sawmill = serrería; school = escuela
screen = pantalla; sea = mar; security = seguridad; seed = semilla; selling = venta
semiconductor = semiconductor; sensor = sensor; service = servicio; sewage = aguas residuales
sheet metal = chapa; shelf life = vida útil; ship = buque; shipbuilding = construcción naval
shipyard = astillero; skills = competencias; skin = piel; smart = inteligente
smart city = ciudad inteligente; smart grid = red eléctrica inteligente
smart meter = contador inteligente; software = programa informático; soil = suelo; solar = solar
solar energy = energía solar; solar panel = panel solar; solar thermal = solar térmica; space = espacio
spare part = repuesto; speech = voz; standard = norma; steel = acero; stone = piedra
storage = almacenamiento; supplier = proveedor; supply = suministro; supply chain = cadena de suministro
surface = superficie; surgery = cirugía; sustainability = sostenibilidad; sustainable = sostenible
system = sistema; tannery = curtiduría; technology = tecnología; telecommunications = telecomunicaciones
temperature = temperatura; test = ensayo; testing = ensayos; textile = textil; thermal = térmico
threat = amenaza; timber = madera; tool = herramienta; tourism = turismo; tourist = turista
toy = juguete; traceability = trazabilidad; tracking = seguimiento; trade = comercio
training = formación; transmission = transporte de electricidad; transport = transporte
treatment = tratamiento; tyre = neumático; university = universidad; vaccine = vacuna; valve = válvula
vegetable = hortaliza; vehicle = vehículo; veterinary = veterinario; video game = videojuego
vineyard = viñedo; virtual reality = realidad virtual; virus = virus; vision = visión; voltage = tensión
voucher = cheque; warehouse = almacén; waste = residuo; waste management = gestión de residuos
wastewater = aguas residuales; water = agua; water treatment = tratamiento de aguas
wave energy = energía undimotriz; wearable = ponible; weather = tiempo; web = web; welding = soldadura
wheat = trigo; wheel = rueda; wind = viento; wind energy = energía eólica; wind farm = parque eólico
wind turbine = aerogenerador; wine = vino; winery = bodega; wireless = inalámbrico; wood = madera
wool = lana; workshop = taller
"""


def starter_labels() -> list[dict[str, str]]:
    """Return the pairs as labels in two languages.

    >>> starter_labels()[0]
    {'en': 'additive manufacturing', 'es': 'fabricación aditiva'}
    """
    pairs = (pair.split("=") for line in PAIRS.strip().splitlines() for pair in line.split(";"))
    return [{"en": english.strip(), "es": spanish.strip()} for english, spanish in pairs]
