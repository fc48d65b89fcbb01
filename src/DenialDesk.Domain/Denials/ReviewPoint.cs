namespace DenialDesk.Domain.Denials;

/// <summary>Something in an adjudication that a person should look at. Written names come from <c>CodeNames</c>.</summary>
public enum ReviewPoint
{
    /// <summary>A contractual code took the full charge and nothing was paid (C9).</summary>
    ZeroPay,

    /// <summary>The group code is not allowed with this reason code, or contradicts it (C10, C12).</summary>
    GroupConflict,

    /// <summary>The group code is not one of CO, PR, OA, PI, CR.</summary>
    UnknownGroup,

    /// <summary>The reason code is not in the tables (C13).</summary>
    UnknownCarc,

    /// <summary>The reason code was retired before the decision date.</summary>
    RetiredCarc,

    /// <summary>The reason code obliges a remark code and none came along: ask the payer.</summary>
    RemarkMissing,

    /// <summary>The remark code hints at a cost share or contract cut, the reason code at a denial.</summary>
    RemarkDisagrees,

    /// <summary>A cut that no contract supports (C6), or a balance of a provider outside the network (C3).</summary>
    NoContractBasis,

    /// <summary>Nothing paid and no adjustment explains it (A7), or the claim does not add up.</summary>
    OutOfBalance,

    /// <summary>An amount is missing, so the claim cannot be added up.</summary>
    AmountMissing,

    /// <summary>The same reason was sent at claim and line level; the money was counted once.</summary>
    RepeatedAtClaimLevel,

    /// <summary>A reversal that does not negate: its amounts are not negative.</summary>
    ReversalSign,

    /// <summary>The claim was passed on to another payer: wait, do not bill it by hand.</summary>
    Forwarded,

    /// <summary>The claim went to the wrong plan and was passed on.</summary>
    WrongPlan,

    /// <summary>The claim status is not one of this version of the format.</summary>
    UnknownStatus,

    /// <summary>Status 4 with no refused money: the status alone proves nothing.</summary>
    StatusOnlyDenied,

    /// <summary>Not final yet: keep out of denial figures until it is.</summary>
    NotFinal,

    /// <summary>To compliance first (CARC 213).</summary>
    Compliance,

    /// <summary>Surprise-billing law: look at the open-negotiation dates before any write-off.</summary>
    OpenNegotiation,

    /// <summary>The patient may not be billed.</summary>
    PatientProtected,

    /// <summary>Peer-to-peer review is offered.</summary>
    PeerToPeerOffered,

    /// <summary>The payer upheld an earlier denial: record the outcome of the appeal.</summary>
    AppealUpheld,

    /// <summary>Money collected from the patient has to be refunded.</summary>
    RefundPatient,

    /// <summary>The patient is a Medicaid or QMB member: bill Medicaid, never the patient.</summary>
    BillMedicaid,

    /// <summary>An exchange plan's grace period is running: wait.</summary>
    GracePeriod,

    /// <summary>The payer is waiting for nothing from us: do not resubmit.</summary>
    DoNotResubmit,
}
