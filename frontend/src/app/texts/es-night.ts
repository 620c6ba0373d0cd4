import type { enNight } from './en-night';

/** Junto al espectro de la noche: adónde fue su tiempo, y lo que su objeto aún necesita. */
export const esNight: Readonly<Record<keyof typeof enNight, string>> = {
  'coach.title': 'Guía de exposición',
  'coach.goal.of': 'meta S/N {n}',
  'coach.goal': 'meta {n}',
  'coach.axis': 'Exposición hasta ahora (s)',
  'coach.more': '{n} más de {span} s la alcanzan, si son como la última.',
  'coach.one': 'Una más de {span} s la alcanza, si es como la última.',
  'coach.reached': 'Alcanzada: S/N {snr}.',
  'coach.far': 'Más de {n} de {span} s: la meta queda fuera de alcance esta noche.',
  'coach.saturated': 'En la última hay {n} {n|columna saturada|columnas saturadas}: exponer menos.',
  'coach.point': '{snr} tras {second} s',
  'coach.say': 'Señal a ruido según la exposición: {points}; la meta es {goal}.',
  'fall.title': 'Adónde fueron {span}',
  'fall.median': 'mediana {span}',
  'fall.caption': 'Tiempo de cada paso de la imagen {number}, en milisegundos',
  'fall.slow': 'más que su parte del total previsto',
  'fall.stored': 'Guardar',
  'fall.header': 'Cabecera, calibraciones',
  'fall.detector': 'Recorte, bias, flat',
  'fall.cosmic': 'Rayos cósmicos',
  'fall.extraction': 'Objeto, extracción',
  'fall.wavelength': 'Longitud de onda',
  'fall.published': 'Esperar, publicar',
  'fall.screen': 'En tu pantalla',
  'fall.ms': '{n} ms',
};
