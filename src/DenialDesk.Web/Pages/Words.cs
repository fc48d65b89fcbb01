using System.Globalization;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Web.Pages;

/// <summary>Written names of the vocabulary as people read them.</summary>
internal static class Words
{
    /// <summary>"timely_filing" as "Timely filing".</summary>
    public static string Of(string name) => name switch
    {
        "" => "",
        "cob" => "Coordination of benefits",
        "non_covered" => "Not covered",
        "in_work" => "In work",
        "waiting" => "Waiting for payer",
        "closed_recovered" => "Recovered",
        "closed_patient" => "Patient's",
        "closed_next_payer" => "Next payer's",
        "superseded" => "Closed by a later remittance",
        "appeal1" or "appeal_1" => "First appeal",
        _ => char.ToUpper(name[0], CultureInfo.InvariantCulture) + name[1..].Replace('_', ' '),
    };

    /// <summary>What to do first, as a biller says it.</summary>
    public static string Action(string name) => name switch
    {
        "correct_resubmit" => "Correct and resubmit",
        "appeal" => "Appeal",
        "bill_next_payer" => "Bill the right or next payer",
        "bill_patient" => "Bill the patient",
        "write_off" => "Write off",
        "request_info" => "Get what is asked for and send it",
        "phone_payer" => "Call the payer",
        "post" => "Just post it",
        "wait" => "Wait, and look again",
        _ => Of(name),
    };

    /// <summary>A step as it is offered on a denial.</summary>
    public static string Choice(DenialStepKind kind) => kind switch
    {
        DenialStepKind.Start => "Work started",
        DenialStepKind.CorrectedResubmitted => "Corrected and resubmitted",
        DenialStepKind.Appealed => "Appealed",
        DenialStepKind.Recovered => "Payer paid",
        DenialStepKind.ToPatient => "It is the patient's",
        DenialStepKind.ToNextPayer => "It is the next payer's",
        DenialStepKind.WriteOff => "Write off",
        _ => "Reopen",
    };

    /// <summary>How an expected payment was found.</summary>
    public static string Basis(string basis) => basis switch
    {
        "allowed" => "the payer's allowed amount less the patient's share",
        "payer_ratio" => "by what this payer usually pays",
        _ => "by a general ratio: little is known of this payer",
    };

    /// <summary>A step of the history.</summary>
    public static string Step(string name) => name switch
    {
        "taken" => "took it from the queue",
        "assign" => "assigned it",
        "unassign" => "put it back in the pool",
        "start" => "started work",
        "corrected_resubmitted" => "sent a corrected claim",
        "appealed" => "appealed",
        "appeal_upheld" => "recorded that the payer upheld it",
        "appeal_dismissed" => "recorded that the payer dismissed the appeal",
        "appeal_withdrawn" => "withdrew the appeal",
        "recovered" => "recorded a recovery",
        "to_patient" => "gave it to the patient",
        "to_next_payer" => "gave it to the next payer",
        "write_off" => "wrote it off",
        "reopen" => "reopened it",
        "undo" => "undid the last step",
        "snoozed" => "snoozed it",
        "woken" => "woke it",
        "escalated" => "asked a lead",
        "given_back" => "gave it back with an answer",
        "handed_over" => "handed it over",
        "skipped" => "skipped it",
        "expired" => "saw its last day pass with no decision",
        "reversed" => "saw the payer take its decision back",
        "stands" => "saw the payer take its payment back",
        "denied_again" => "saw the payer deny it again",
        "not_a_denial" => "closed it: no denial under the changed code rules",
        "denial_after_all" => "opened it again: a denial under the changed code rules",
        _ => Of(name).ToLowerInvariant(),
    };

    /// <summary>Where an adjustment ended.</summary>
    public static string Bucket(string name) => name switch
    {
        "denial" => "Denied",
        "contractual" => "Contract",
        "patient" => "Patient",
        "cob" => "Other payer",
        "informational" => "Information",
        _ => "Reversal",
    };

    /// <summary>A review point, in a sentence.</summary>
    public static string Flag(string name) => name switch
    {
        "zero_pay" => "The whole charge was cut as a contract adjustment. That is seldom right: compare with the contract.",
        "group_conflict" => "The group code does not belong with this reason code.",
        "unknown_carc" => "The reason code is not in our list. Ask the payer what it means.",
        "retired_carc" => "The reason code was retired; the payer still sends it.",
        "remark_missing" => "This reason code needs a remark code, and the payer sent none. Ask for it.",
        "remark_disagrees" => "The remark points another way than the reason code.",
        "no_contract_basis" => "No contract supports this cut.",
        "out_of_balance" => "The payer's numbers do not add up on this claim. Check the remittance.",
        "amount_missing" => "An amount is missing or unreadable on this claim.",
        "forwarded" => "The payer passed the claim on to the next payer.",
        "wrong_plan" => "The claim went to the wrong plan.",
        "unknown_status" => "The claim status code is not one a remittance should have.",
        "not_final" => "The payer's decision is not final yet.",
        "compliance" => "Show this to compliance first.",
        "open_negotiation" => "Check the open-negotiation dates before anything is written off.",
        "patient_protected" => "The patient may not be billed for this.",
        "peer_to_peer_offered" => "The payer offers a peer-to-peer talk.",
        "appeal_upheld" => "This is the answer to an appeal: upheld.",
        "refund_patient" => "Refund what the patient already paid.",
        "bill_medicaid" => "Bill Medicaid, never the patient.",
        "grace_period" => "The patient's coverage is in a grace period: wait.",
        "do_not_resubmit" => "Do not send it again; wait for the payer.",
        "repeated_at_claim_level" => "The payer repeated a reason at claim level; it is counted once.",
        _ => Of(name) + ".",
    };
}
