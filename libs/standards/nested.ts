import { ValidateNested } from 'class-validator';

type NestedClass = new () => object;
const NESTED = new Map<object, Map<string, NestedClass>>();

/** An array of objects of a class with decorators of its own. */
export function NestedArray(cls: () => NestedClass): PropertyDecorator {
  return (target, key) => {
    const known = NESTED.get(target) ?? new Map<string, NestedClass>();
    NESTED.set(target, known.set(String(key), cls()));
    ValidateNested({ each: true })(target, key);
  };
}

/** The classes of a class's nested arrays, by field. */
export const nestedOf = (cls: NestedClass): ReadonlyMap<string, NestedClass> => NESTED.get(cls.prototype as object) ?? new Map<string, NestedClass>();
