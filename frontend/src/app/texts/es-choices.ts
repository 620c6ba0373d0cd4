import type { enChoices } from './en-choices';

/** Palabras de lo que se puede hacer con una imagen: decidir de otro modo, quitar del uso. */
export const esChoices: Readonly<Record<keyof typeof enChoices, string>> = {
  'why.hand': 'A mano: {what}. {by}, {at} UT.',
  'why.forced': 'contra lo que la plataforma pide',
  'why.back': 'Elegir otra vez automáticamente',
  'why.back.done': '{what}: se elige otra vez automáticamente',
  'why.force': 'Forzar …',
  'why.force.reason': 'Por qué {name} aunque no cumpla un criterio',
  'why.without': 'Seguir sin: {what}',
  'why.without.done': 'La imagen sigue sin: {what}',
  'exclude.open': 'Excluir …',
  'exclude.failed': 'No se pudo contar a qué alcanza',
  'exclude.reach': 'Se hacen otra vez: imágenes {frames}, maestros {masters}.',
  'exclude.reach.back': 'Estas miran si la quieren de vuelta: imágenes {frames}, maestros {masters}.',
  'exclude.reason': 'Qué tiene de malo {name}',
  'exclude.reason.missing': 'Di por qué en pocas palabras: lo lee quien la eche de menos.',
  'exclude.do': 'Quitar del uso',
  'exclude.cancel': 'Cancelar',
  'exclude.now': 'Fuera de uso: {reason}',
  'exclude.back': 'Devolver al uso',
  'exclude.done': '{name} está fuera de uso: lo que la usó se hace otra vez',
  'exclude.back.done': '{name} está otra vez en uso',
};
