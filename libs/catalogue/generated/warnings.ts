// Generated from the folders of libs/warnings by scripts/generate.mjs. Do not edit.
import type { WarningDefinition } from '@lianhu/kernel';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { repeatedDvCalls } from '@lianhu/warnings/repeated-dv-calls';
import { reportNotAccepted } from '@lianhu/warnings/report-not-accepted';

/** Every warning rule. */
export const warnings: readonly WarningDefinition[] = [absentAndDvCall, repeatedDvCalls, reportNotAccepted];
