/** Largest file. Unit: bytes. */
export const MAX_TABLE_BYTES = 200 * 1024 * 1024;
/** Most rows of a table. Unit: rows. Reason: a county's largest roster is a third of it. */
export const MAX_TABLE_ROWS = 250_000;
/** Most columns. Unit: columns. */
export const MAX_TABLE_COLUMNS = 200;
/** Longest row of a text file. Unit: bytes. Reason: what a quote that is never closed may swallow. */
export const MAX_ROW_BYTES = 1024 * 1024;
/** Most files inside a workbook. Unit: entries. */
export const MAX_ZIP_ENTRIES = 1_000;
/** Most bytes that a workbook may unpack to. Unit: bytes. */
export const MAX_UNPACKED = 1024 ** 3;
/** How often a part may be larger unpacked than packed; sheets are about ten times. */
export const MAX_RATIO = 200;
/** Most text in a workbook's table of shared texts, which stands in memory. Unit: characters. */
export const MAX_SHARED = 64 * 1024 * 1024;

/** Why a file cannot be read as a table. */
export const TABLE_FAULTS = {
  empty: '文件没有内容',
  'too-large': '文件超过 200 MB，请分开报送',
  'too-many-rows': `超过 ${MAX_TABLE_ROWS} 行，请分开报送`,
  'too-many-columns': `超过 ${MAX_TABLE_COLUMNS} 列`,
  encoding: '文字编码无法识别，请另存为 UTF-8 或 GB18030',
  'old-excel': '旧版 Excel（.xls）或加密的工作簿，请去掉密码并另存为 .xlsx',
  html: '这是网页，不是表格，请在 Excel 中打开后另存为 .xlsx',
  'no-header': '没有找到表头；表头应在前 20 行之内，每列一个名称',
  'no-sheet': '工作簿中没有指定的工作表',
  'same-header': '有两列表头相同，无法区分；请改成不同的名称（如“儿童姓名”“家长姓名”）后再报',
  broken: '文件已损坏或格式不完整',
  hostile: '文件解压后过大，已拒绝',
} as const;
export type TableFault = keyof typeof TABLE_FAULTS;

/** A file that is no table that can be read. */
export class NotATable extends Error {
  constructor(readonly fault: TableFault) {
    super(fault);
  }
}
