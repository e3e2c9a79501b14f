const ADULT_TOO = new WeakSet<object>();

/** Marks an event class that may be about somebody who has come of age: the end of something that began before. */
export const AdultToo = (): ClassDecorator => (cls) => void ADULT_TOO.add(cls);
/** Whether events of a class may be about somebody of 18 or more. */
export const mayBeAdult = (cls: object): boolean => ADULT_TOO.has(cls);
