-- Two more roles: a lead, who is a biller and also gives out work and undoes others' steps; and an auditor, who sees everything and changes nothing.
insert into identity_roles (id, name, normalized_name, concurrency_stamp) values
    ('b1110000-0000-4000-8000-000000000004', 'lead', 'LEAD', 'seed'),
    ('b1110000-0000-4000-8000-000000000005', 'auditor', 'AUDITOR', 'seed');
