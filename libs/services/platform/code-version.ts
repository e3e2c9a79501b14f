import { version } from '../../../package.json';

/** Version of this program, as manifests name it. */
export const CODE_VERSION: string = version;
