/** Language of messages: Chinese unless the reader asks for English. */
export type Language = 'zh' | 'en';
