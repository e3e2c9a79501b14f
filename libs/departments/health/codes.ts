import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, health lists † (assumption).

/** 残疾类别 {DISKIND}. */
export const DISKIND = defineCodes('DISKIND', '残疾类别', {
  vision: '视力',
  hearing: '听力',
  speech: '言语',
  limb: '肢体',
  intellect: '智力',
  mental: '精神、孤独症',
  multiple: '多重',
});
/** 健康管理项目 {CHECK}. */
export const CHECK = defineCodes('CHECK', '健康管理项目', { examination: '体检', vaccination: '接种', vision: '视力', dental: '口腔' });
/** 病历预警级别 {EMRC}. */
export const EMRC = defineCodes('EMRC', '病历预警级别', { red: '红', orange: '橙', yellow: '黄' });
