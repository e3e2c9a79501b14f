import type { ConfigProviderProps } from 'antd';
import zhCN from 'antd/es/locale/zh_CN';

const picker = zhCN.DatePicker;

/** Ant Design's words in Chinese; names of days and months too, so that no calendar library's own locale has to be loaded. */
export const chinese: ConfigProviderProps['locale'] = {
  ...zhCN,
  ...(picker && {
    DatePicker: {
      ...picker,
      lang: {
        ...picker.lang,
        shortWeekDays: ['日', '一', '二', '三', '四', '五', '六'],
        shortMonths: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      },
    },
  }),
};
