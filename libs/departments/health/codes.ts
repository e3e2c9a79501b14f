import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, health lists † (assumption).

/** 健康管理项目 {CHECK}. */
export const CHECK = defineCodes('CHECK', '健康管理项目', { examination: '体检', vaccination: '接种', vision: '视力', dental: '口腔' });
/** 病历预警级别 {EMRC}. */
export const EMRC = defineCodes('EMRC', '病历预警级别', { red: '红', orange: '橙', yellow: '黄' });
/** 大病病种 {ILL}. */
export const ILL = defineCodes('ILL', '大病病种', {
  leukaemia: '白血病',
  'congenital-heart': '先天性心脏病',
  tumour: '恶性肿瘤',
  'kidney-failure': '尿毒症',
  haemophilia: '血友病',
  burn: '重度烧伤',
  other: '当地目录内其他病种',
});
/** 自伤方式 {MEANS}. */
export const MEANS = defineCodes('MEANS', '自伤方式', { drugs: '服药', cutting: '割伤', fall: '坠落', other: '其他' });
/** 新生儿筛查项目 {NBSITEM}. */
export const NBSITEM = defineCodes('NBSITEM', '新生儿筛查项目', {
  metabolic: '代谢病',
  hearing: '听力',
  heart: '先心病',
  hip: '髋关节',
  eye: '眼底',
});
/** 救治结果 {OUTC}. */
export const OUTC = defineCodes('OUTC', '救治结果', { discharged: '出院', transferred: '转院', death: '死亡' });
/** 妊娠结局 {PREGEND}. */
export const PREGEND = defineCodes('PREGEND', '妊娠结局', { delivery: '分娩', miscarriage: '流产', induced: '引产' });
/** 致醉物质 {SUBST}. */
export const SUBST = defineCodes('SUBST', '致醉物质', { alcohol: '酒精', drug: '毒品', 'e-cigarette': '新型电子烟', medicine: '药物' });
