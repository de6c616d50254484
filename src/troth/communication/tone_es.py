"""Spanish words that press or blame, and words to start anew from."""

from troth.communication.tone_lists import ToneWords

SPANISH = ToneWords(
    ultimatum=(
        "última oportunidad", "último aviso", "última advertencia", "ultimátum", "lo toma o lo deja",
        "de lo contrario cancelamos", "de lo contrario cancelaremos", "no es negociable", "no negociable",
        "no tienen otra opción", "aténganse a las consecuencias",
    ),
    blame=(
        "es culpa suya", "es su culpa", "culpa de ustedes", "por su culpa", "ustedes siempre fallan",
        "ustedes siempre llegan tarde", "ustedes nunca cumplen", "ustedes nunca contestan", "inaceptable",
        "incompetente", "incompetentes", "ustedes fallaron", "han fallado", "poco profesional", "una vergüenza",
        "es un error suyo",
    ),
    vague_deadline=(
        "lo antes posible", "cuanto antes", "de inmediato", "inmediatamente", "urgentemente", "urgente!!!",
        "ahora mismo",
    ),
    demand=(
        "tienen que", "deben ustedes", "ustedes deben", "exigimos", "exijo", "usted debe", "les ordenamos",
    ),
    shouted=(
        "ya", "ahora", "por", "qué", "dónde", "cuándo", "está", "debe", "deben", "nunca", "sin", "usted", "ustedes",
    ),
    options=(
        "podrían", "podría", "podríamos", "podemos", "sería posible", "les parece", "le parece", "qué necesitan",
        "si no es posible", "o bien", "proponen", "juntos",
    ),
    negations_before=(
        "no", "nunca", "nadie", "tampoco", "sin",
    ),
    rewrites={
        "ultimatum": (
            "La mercancía estaba prevista para el … y aún no ha salido. Nuestras tiendas abren el … y estarían sin "
            "género. ¿Qué necesitarían para enviarla antes del …, o qué parte podemos enviar primero?"
        ),
        "blame": (
            "Hemos encontrado … en … de … piezas (fotos adjuntas) y así no se pueden vender. ¿Cuál creen que es la "
            "causa y qué puede cambiar cada uno de nosotros?"
        ),
        "vague_deadline": (
            "Necesitamos el informe antes del … (hora de ustedes), porque … depende de él. ¿Les va bien ese día? "
            "Si no, ¿cuál?"
        ),
        "demand": (
            "Necesitamos … antes del …, porque …. ¿Sería posible? Si no, ¿qué proponen?"
        ),
        "shouting": (
            "Seguimos esperando …, previsto para el …. Eso detiene …. ¿Cuándo podemos recibirlo y en qué podemos "
            "ayudar?"
        ),
    },
)  # fmt: skip
