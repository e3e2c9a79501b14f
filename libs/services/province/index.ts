export { Province, type ProvinceOptions } from './province';
export { provinceHubs, type ProvinceHub } from './settings';
export { runProvince } from './run-province';
