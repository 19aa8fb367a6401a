"""What the offers and needs of the demo say beyond their own lines, in English and Spanish."""

STORIES = {
    "BO": (
        "We have done this for years for customers in our own region, and can show you two of them. "
        "What we sell is finished, priced and documented, and our own people put it to work. "
        "You would get a contact who answers on the same day, spare parts from stock, and a training day.",
        "Llevamos años haciéndolo para clientes de nuestra región, y podemos enseñarle dos casos. "
        "Lo que vendemos está terminado, tiene precio y documentación, y lo pone en marcha nuestra gente. "
        "Tendría una persona que contesta el mismo día, repuestos en almacén y un día de formación.",
    ),
    "TO": (
        "The idea grew out of a problem of our own customers. We have tested it for more than a year, "
        "written down what works and what does not, and can show the figures. "
        "What is missing is somebody who brings it into other markets or develops the next version with us.",
        "La idea nació de un problema de nuestros propios clientes. La hemos probado más de un año, "
        "hemos anotado qué funciona y qué no, y podemos enseñar las cifras. "
        "Falta quien la lleve a otros mercados o desarrolle con nosotros la próxima versión.",
    ),
    "BR": (
        "We have asked nearby and found nobody with time or equipment. The need is steady, not a single "
        "order, and we would rather work with one partner for years than with five for a price. "
        "We pay in thirty days, give a forecast for half a year, and visit you before we begin.",
        "Hemos preguntado cerca y no hemos encontrado a nadie con tiempo o equipo. La necesidad es continua, "
        "no un pedido suelto, y preferimos un socio durante años a cinco por un precio. "
        "Pagamos a treinta días, damos previsión para medio año y le visitamos antes de empezar.",
    ),
    "TR": (
        "We know the problem from inside and can test what you bring under real conditions, with measured "
        "results that both sides may use. We have tried two solutions from the catalogue: one was too slow, "
        "the other did not last. A prototype is enough to begin with.",
        "Conocemos el problema desde dentro y podemos ensayar lo que traiga en condiciones reales, con "
        "resultados medidos que ambas partes podrán usar. Hemos probado dos soluciones de catálogo: una era "
        "demasiado lenta, la otra no duró. Para empezar basta un prototipo.",
    ),
    "RDR": (
        "The first idea is written down in eight pages that we share with those who are interested. "
        "We have taken part in projects of this kind before and know what a consortium costs in evenings. "
        "Partners from regions that are rarely found in such proposals are especially welcome.",
        "La primera idea está escrita en ocho páginas que compartimos con quien se interese. "
        "Hemos participado antes en proyectos así y sabemos lo que un consorcio cuesta en tardes. "
        "Son especialmente bienvenidos los socios de regiones poco frecuentes en estas propuestas.",
    ),
}
BETTER = (
    "It costs less over five years than what is usual today, because it needs less energy and less upkeep. "
    "It can be mended on the spot, and it is measured: the figures of two customers are open to you.",
    "Cuesta menos en cinco años que lo habitual hoy, porque necesita menos energía y menos mantenimiento. "
    "Se repara en el sitio y está medido: las cifras de dos clientes están a su disposición.",
)
SOUGHT = (
    "The partner has done something similar before and can show it. We need a first sample within "
    "three months, a quality certificate that our customers accept, and somebody who speaks English.",
    "El socio ha hecho antes algo parecido y puede enseñarlo. Necesitamos una primera muestra en tres meses, "
    "un certificado de calidad que acepten nuestros clientes y alguien que hable español o inglés.",
)
ROLE = (
    "A firm of any size, or a research group, that takes on its part of the work with its own people. "
    "We bring the customers, the tests on our own premises and the papers; first a visit or a call.",
    "Una empresa de cualquier tamaño, o un grupo de investigación, que asuma su parte con su propia gente. "
    "Nosotros ponemos los clientes, los ensayos en casa y los papeles; primero, una visita o llamada.",
)
LETTERS = (
    (
        "We have read this twice and think that it fits. We would show you our plant and a first estimate "
        "within two weeks. Could you spare half an hour on the telephone?",
        "Lo hemos leído dos veces y creemos que encaja. Le enseñaríamos nuestra planta y una primera "
        "estimación en dos semanas. ¿Tendría media hora para una llamada?",
    ),
    (
        "We do something close to it for a customer in another branch, with good figures. "
        "Before we say more we would like to hear how many, how often, and who decides.",
        "Hacemos algo parecido para un cliente de otro sector, con buenas cifras. Antes de decir más, "
        "nos gustaría saber cuántos, cada cuánto y quién decide.",
    ),
)
TALK = (
    (
        "Thank you for accepting. Would Tuesday at ten suit you?",
        "Gracias por aceptar. ¿Le viene bien el martes a las diez?",
    ),
    (
        "Tuesday is fine. I bring our head of production.",
        "El martes va bien. Llevo a nuestra responsable de producción.",
    ),
    (
        "It was a good hour. We send the drawings tomorrow.",
        "Ha sido una buena hora. Mañana enviamos los planos.",
    ),
)
