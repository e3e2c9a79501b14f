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
  empty: '文件没有内容，请核对是否选错了文件或工作表',
  'no-rows': '只有表头，没有数据行；请核对是否选错了文件或工作表、数据是否已填好。确实没有数据时不必报送',
  'too-large': '文件超过 200 MB，请分开报送',
  'too-many-rows': `超过 ${MAX_TABLE_ROWS} 行，请分开报送`,
  'too-many-columns': `超过 ${MAX_TABLE_COLUMNS} 列，请删去用不到的列后再报`,
  encoding: '文字编码无法识别，请在 Excel 或记事本中另存为“CSV UTF-8”（或 GB18030）后再报',
  'old-excel': '旧版 Excel（.xls）或加密的工作簿，请去掉密码并另存为 .xlsx',
  html: '这是网页，不是表格，请在 Excel 中打开后另存为 .xlsx',
  'no-header': '没有找到表头；表头应在前 20 行之内，每列一个名称',
  'no-sheet': '工作簿中没有这张工作表（隐藏的不算），请核对工作表名称',
  'same-header': '有两列表头相同，无法区分；请改成不同的名称（如“儿童姓名”“家长姓名”）后再报',
  'not-a-workbook': '这是 Word 文档、压缩包或其他文件，不是 Excel 表格，请把表格另存为 .xlsx',
  broken: '文件已损坏或格式不完整（如引号没有成对、没有传完），请重新导出，或在 Excel 中打开核对后另存为 .xlsx',
  hostile: '文件解压后过大，或含有实体定义（DOCTYPE），请把数据复制到新的工作簿中另存为 .xlsx 再报',
} as const;
export type TableFault = keyof typeof TABLE_FAULTS;

/** A file that is no table that can be read. */
export class NotATable extends Error {
  constructor(readonly fault: TableFault) {
    super(fault);
  }
}
