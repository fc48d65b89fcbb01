-- Health looks for mails that were given up lately.
create index report_mail_failed on report_mail (next_at) where state = 'failed';
