namespace DenialDesk.Domain.Audit;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Part">Which value of several of one kind, e.g. <c>denied amount</c>; empty where there is only one.</param>
/// <param name="Stored">What the desk holds, in words a biller understands; without patient data.</param>
/// <param name="Recomputed">What comes out when it is worked out again, or what the payer's answers say.</param>
public sealed record AuditMark(AuditKind Kind, string Part, string Stored, string Recomputed);
