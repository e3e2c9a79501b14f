import { catalogue, type FieldText } from '@lianhu/catalogue';
import { addresseeOf } from '@lianhu/processes/notice';

/** Levels of an alert as they are called. Source: early warning, levels 1 to 4. */
const LEVELS: Readonly<Record<string, string>> = { '4': '红色', '3': '橙色', '2': '黄色', '1': '绿色' };

/** A field of the hub's own events as an officer says it: a unit or a place by its name and not its id, an alert's level by its colour. `places` are the policy pack's. */
export function inWords(field: FieldText, type: string, places: Readonly<Record<string, string>>): FieldText {
  if (typeof field.value === 'string') return { ...field, text: places[field.value] ?? unitTitle(field.value, places) ?? field.text };
  if (field.name === 'level' && type.startsWith('hub.alert.')) return { ...field, text: LEVELS[field.text] ?? field.text };
  return field;
}

/** `org-town-990101003` → the town's name; undefined for what is no unit's id. */
function unitTitle(text: string, places: Readonly<Record<string, string>>): string | undefined {
  const unit = addresseeOf(text);
  if (unit === undefined) return undefined;
  const town = places[unit.area.slice(0, 9)] ?? '';
  const village = places[unit.area] ?? `${town}村（社区）`;
  const local: Readonly<Record<string, string>> = { office: '未保办', town: town || '乡镇', village };
  return local[unit.to] ?? catalogue.department(unit.to)?.name;
}
