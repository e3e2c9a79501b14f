import { Option } from 'commander';
import { catalogue } from '@lianhu/catalogue';

/** `--department` of any command: one that the catalogue has. A mistyped one would be taken, and sign or see for nobody. */
export const departmentOption = (says = 'police, education, …', more: readonly string[] = []): Option =>
  new Option('--department <id>', says).choices([...catalogue.departments.map(({ id }) => id), ...more]);
