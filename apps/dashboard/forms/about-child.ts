import { navigate } from '../shell/router';
import type { EnteredChild } from './entry';

type KnownChild = EnteredChild & { readonly kind: 'known' };
/** Stands in memory only: an address must hold no name. */
let child: KnownChild | undefined;

/** Opens 填报 for the child whose file or alert the reader is looking at. */
export function enterAbout(ref: string, label: string): void {
  child = { kind: 'known', ref, label };
  navigate('/entry');
}
/** The child that 填报 was opened for. */
export const childToEnter = (): KnownChild | undefined => child;
/** 填报 was left, or the next entry is about somebody else. */
export const forgetChild = (): void => void (child = undefined);
