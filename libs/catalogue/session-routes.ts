import { json, type RouteDocument } from './route-document';

/** How people and systems sign in, and whether the process answers. */
export const SESSION: readonly RouteDocument[] = [
  {
    method: 'post',
    path: '/api/token',
    tag: 'sign-in',
    summary: '系统以密钥换取令牌',
    body: { types: ['application/x-www-form-urlencoded'], schema: 'TokenRequest' },
    ok: { '200': undefined },
    anonymous: true,
  },
  { method: 'get', path: '/api/session', tag: 'sign-in', summary: '当前登录', ok: { '200': undefined }, anonymous: true },
  { method: 'post', path: '/api/session', tag: 'sign-in', summary: '登录', body: json('SignInRequest'), ok: { '200': undefined }, anonymous: true },
  {
    method: 'post',
    path: '/api/session/password',
    tag: 'sign-in',
    summary: '修改本人口令（current 当前口令、next 新口令），本账号其他登录随即退出；以一次性口令登录后须先修改',
    body: json('PasswordRequest'),
    ok: { '200': undefined },
  },
  {
    method: 'post',
    path: '/api/session/token',
    tag: 'sign-in',
    summary: '以当前登录换取本部门前置服务的五分钟令牌（各服务分开部署时）',
    ok: { '200': undefined },
  },
  { method: 'delete', path: '/api/session', tag: 'sign-in', summary: '退出', ok: { '204': undefined } },
  { method: 'get', path: '/health/live', tag: 'operations', summary: '进程存活', ok: { '200': undefined }, anonymous: true },
  { method: 'get', path: '/health/ready', tag: 'operations', summary: '可以服务', ok: { '200': 'Health', '503': 'Health' }, anonymous: true },
];
