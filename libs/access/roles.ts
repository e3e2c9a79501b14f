/** Every role of a person or system, with its Chinese title. `edge` and `monitor` are our own services. */
export const ROLE_TITLES = {
  sender: '部门业务系统',
  'data-officer': '数据专员',
  'department-lead': '部门负责人',
  'case-officer': '办案人员',
  office: '未保办工作人员',
  'office-lead': '未保办负责人',
  inspector: '督查专员',
  town: '乡镇未保站',
  village: '村儿童主任',
  grid: '网格员',
  sentinel: '健康监测管理员',
  'social-worker': '社工',
  hotline: '热线坐席',
  leader: '领导小组',
  auditor: '审计人员',
  'security-officer': '数据安全员',
  admin: '系统管理员',
  edge: '部门前置服务',
  monitor: '监测服务',
} as const;
export type Role = keyof typeof ROLE_TITLES;
export const ROLES = Object.keys(ROLE_TITLES) as Role[];
/** Roles of programs; all others are people, who sign in, choose a purpose and are named in the access log. */
export const SYSTEM_ROLES: ReadonlySet<Role> = new Set<Role>(['sender', 'edge', 'monitor']);
/** Roles that make no sense without a department. */
export const DEPARTMENT_ROLES: ReadonlySet<Role> = new Set<Role>(['sender', 'edge', 'data-officer', 'department-lead']);
export const isRole = (text: unknown): text is Role => typeof text === 'string' && Object.hasOwn(ROLE_TITLES, text);

/** Who asks. Everything that is decided about reading is decided from this and the thing read. */
export interface Viewer {
  readonly name: string;
  readonly role: Role;
  /** Department id, for people and systems of a department. */
  readonly department?: string;
  /** The one source system of a sender's credential. */
  readonly source?: string;
  /** County or wider: what lies outside is not shown. */
  readonly area: string;
  /** Own town (9 digits) or village (12), for towns, villages and grids. */
  readonly town?: string;
  readonly kind: 'person' | 'system';
}

/** Makes a viewer from checked parts; undefined when the parts contradict each other. */
export function viewerOf(parts: Omit<Viewer, 'kind'>): Viewer | undefined {
  if (parts.name === '' || !/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/.test(parts.area)) return undefined;
  if (DEPARTMENT_ROLES.has(parts.role) && !parts.department) return undefined;
  if (parts.role === 'sender' && !parts.source) return undefined;
  return { ...parts, kind: SYSTEM_ROLES.has(parts.role) ? 'system' : 'person' };
}

/** The party under whose references a viewer sees children: its department, otherwise the office. */
export const partyOf = (viewer: Viewer): string => viewer.department ?? 'office';
