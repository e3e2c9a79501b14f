import { defineDepartment } from '@lianhu/kernel';
import * as leagueEvents from './league';
import * as cultureEvents from './culture';
import * as marketEvents from './market';
import * as tobaccoEvents from './tobacco';
import * as hrEvents from './hr';
import * as cyberEvents from './cyber';
import * as medinsEvents from './medins';
import * as cityEvents from './city';
import * as emergEvents from './emerg';
import * as financeEvents from './finance';

export * from './codes';
export * from './league';
export * from './culture';
export * from './market';
export * from './tobacco';
export * from './hr';
export * from './cyber';
export * from './medins';
export * from './city';
export * from './emerg';
export * from './finance';

// The other members of the leading group: units that send little. Their silence says nothing.

/** 共青团. */
export const league = defineDepartment({ id: 'league', name: '共青团', events: Object.values(leagueEvents), occasional: true });
/** 文旅部门. */
export const culture = defineDepartment({ id: 'culture', name: '文旅部门', events: Object.values(cultureEvents), occasional: true });
/** 市场监管部门. */
export const market = defineDepartment({ id: 'market', name: '市场监管部门', events: Object.values(marketEvents), occasional: true });
/** 烟草专卖部门. */
export const tobacco = defineDepartment({ id: 'tobacco', name: '烟草专卖部门', events: Object.values(tobaccoEvents), occasional: true });
/** 人社部门. */
export const hr = defineDepartment({ id: 'hr', name: '人社部门', events: Object.values(hrEvents), occasional: true });
/** 网信部门. */
export const cyber = defineDepartment({ id: 'cyber', name: '网信部门', events: Object.values(cyberEvents), occasional: true });
/** 医保部门. */
export const medins = defineDepartment({ id: 'medins', name: '医保部门', events: Object.values(medinsEvents), occasional: true });
/** 城管部门. */
export const city = defineDepartment({ id: 'city', name: '城管部门', events: Object.values(cityEvents), occasional: true });
/** 应急管理部门. */
export const emerg = defineDepartment({ id: 'emerg', name: '应急管理部门', events: Object.values(emergEvents), occasional: true });
/** 财政部门. */
export const finance = defineDepartment({ id: 'finance', name: '财政部门', events: Object.values(financeEvents), occasional: true });
