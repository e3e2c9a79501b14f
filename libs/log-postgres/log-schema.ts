/** Schema of the tables `log_head`, `log_event`, `log_key`, `log_stream`, `log_beside`, `log_checkpoint` and `log_tile`. */
export type LogSchema = 'log' | 'eventstore';
