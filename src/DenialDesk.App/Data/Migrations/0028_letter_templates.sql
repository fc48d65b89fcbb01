-- Letter templates: what each is for, and its texts as versions. A draft may change; what was published is history.

create table letter_template (
    template_id     int generated always as identity primary key,
    name            text not null check (length(name) between 1 and 100),
    payer_id        int references payer,                    -- null: every payer
    category        text,                                    -- null: every category
    level           text,                                    -- null: every step
    retired_at      timestamptz,
    version         int not null default 1
);

create table letter_version (
    template_id     int not null references letter_template,
    version_no      int not null,
    state           text not null check (state in ('draft', 'published')),
    subject         text not null,
    body            text not null,
    at              timestamptz not null,                    -- last changed; for a published one when it was published
    by_name         text not null,
    primary key (template_id, version_no)
);
create unique index letter_one_draft on letter_version (template_id) where state = 'draft';

create function refuse_change_of_letter() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' then
        raise exception 'a published letter is history: make a new draft' using errcode = 'DD001';
    end if;
    return coalesce(new, old);
end $$;
create trigger letter_version_stays before update or delete on letter_version for each row execute function refuse_change_of_letter();

with seed (no, name, category, level, subject, body) as (values
(1, 'Corrected claim, cover letter', null, 'corrected_claim', 'Corrected claim for your claim {{payer_claim_number}}',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

With this letter goes a corrected claim (frequency 7). It replaces your claim {{payer_claim_number}}, which you decided on {{denied_on}} with {{reason_code}} ({{reason_title}}).

What was corrected:
- [say what was changed, line by line]

Nothing else was changed. Please process the corrected claim in the place of the first one; it is not a duplicate.

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(2, 'Proof of timely filing', 'timely_filing', null, 'Your claim {{payer_claim_number}} was filed in time',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{patient_name}}, member {{member_number}}, account {{account_number}}, service on {{service_from}}, {{billed_amount}}

You refused this claim on {{denied_on}} as filed too late. It was filed in time: we submitted it on {{filed_on}}, and you accepted it under your number {{acceptance_number}}. The acceptance is
enclosed; it shows this patient and this day of service.

Please reopen the claim and process it on its merits. Should you find that the acceptance does not reach you in time, tell us which day you count from and the rule in our agreement that says so.

Enclosed: acceptance report (277CA), claim as submitted

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(3, 'Medical necessity appeal', 'medical_necessity', null, '{{level}}: your claim {{payer_claim_number}}, {{procedures}}',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{level}} for {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

On {{denied_on}} you refused {{denied_amount}} for {{procedures}} with {{reason_code}}: {{reason_title}} ({{remark_codes}}). We ask you to overturn this.

The patient's diagnosis was {{diagnoses}}. The enclosed note shows, point by point:
1. [the criterion of your policy] - [the sentence of the note that meets it]
2. [the criterion] - [the sentence]
3. What was tried before, and with what result: [say it]

We ask for a review by a physician of the same specialty, and for the criteria that were used if the decision stands.

Enclosed: remittance of {{denied_on}}, notes and results, the policy with the points marked

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(4, 'Authorization was given', 'authorization', null, '{{level}}: claim {{payer_claim_number}}, authorization {{authorization_number}}',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{level}} for {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

You refused {{denied_amount}} on {{denied_on}} for want of an authorization ({{reason_code}}). One was given: number {{authorization_number}}. It stands on the claim as submitted, and covers
{{procedures}} on {{service_from}}.

Please match the authorization and pay the claim. If your system shows it for other codes or days, tell us which, so that we can have it amended.

Enclosed: approval, claim as submitted

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(5, 'Bundling: a distinct service', 'bundling', null, '{{level}}: claim {{payer_claim_number}}, {{procedures}} are distinct services',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{level}} for {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

You paid nothing for part of {{procedures}} and said that it belongs to another service ({{reason_code}}). The enclosed note shows two services apart: [another site, another session, or a
problem of its own], each with its own documentation. The modifier on the claim says so.

Please pay {{denied_amount}} for the service that was left out.

Enclosed: note with both services marked, remittance of {{denied_on}}

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(6, 'Coordination of benefits', 'cob', null, 'Claim {{payer_claim_number}}: remittance of the payer before you',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: {{patient_name}}, member {{member_number}}, account {{account_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

You asked for the decision of the payer before you ({{reason_code}}). {{other_payer}} has decided; its remittance is enclosed. Please process {{billed_amount}} with it as the next payer.

If your records name another order of payers, tell us since when, and we will have the patient confirm it with you.

Enclosed: remittance of {{other_payer}}

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}$t$),
(7, 'Request for reconsideration', null, 'reconsideration', 'Reconsideration of your claim {{payer_claim_number}}',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: request for reconsideration, {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

We ask you to look again at your decision of {{denied_on}} on this claim: {{denied_amount}} of {{billed_amount}} for {{procedures}}, refused with {{reason_code}} ({{reason_title}}).

The decision does not fit the claim because [say why, in one or two sentences, and name the page that shows it].

Please send your answer in writing. This request is made within the time allowed, which ends on {{due_on}}; we keep our right of appeal.

Enclosed: remittance {{remittance_number}}, [what shows it]

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}, tax id {{practice_tax_id}}$t$),
(8, 'First appeal, any reason', null, 'appeal_1', 'First appeal: your claim {{payer_claim_number}}',
$t${{today}}

{{payer_name}}
{{payer_address}}

Re: first appeal, {{patient_name}}, member {{member_number}}, your claim {{payer_claim_number}}, service on {{service_from}}

We appeal your decision of {{denied_on}}: {{denied_amount}} for {{procedures}}, refused with {{reason_code}} ({{reason_title}}).

Why it should be overturned:
1. [the reason, answered with a fact]
2. [where the enclosed record shows it]

The last day for this appeal is {{due_on}}; it reaches you in time. If you uphold the decision, name the rule or criterion it rests on and the next step that is open to us.

Enclosed: remittance {{remittance_number}}, claim as submitted, records

{{writer_name}}
{{practice_name}}, NPI {{practice_npi}}, tax id {{practice_tax_id}}$t$)),
made as (insert into letter_template (name, category, level) select name, category, level from seed order by no returning template_id, name)
insert into letter_version (template_id, version_no, state, subject, body, at, by_name)
select made.template_id, 1, 'published', seed.subject, seed.body, now(), 'DenialDesk' from made join seed using (name);
