namespace DenialDesk.Domain.Appeals;

/// <summary>What becomes of an open appeal once the payer has paid all its denials by a remittance.</summary>
/// <remarks>Worked examples: docs/rules/appeals.md. Only money decides: an appeal without a cent recovered stays as it is, for a person to look at.</remarks>
public static class PaidAppeal
{
    /// <summary>Overturned or partly so when it had gone out, withdrawn when it had not; null when nothing changes.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="amount">Dollars it is about.</param>
    /// <param name="recovered">Dollars that remittances have paid on its denials.</param>
    public static AppealStatus? Of(AppealStatus status, decimal amount, decimal recovered)
    {
        if (!AppealSteps.IsOpen(status) || recovered <= 0m) { return null; }

        return !AppealSteps.IsWithPayer(status) ? AppealStatus.Withdrawn : recovered >= amount ? AppealStatus.Overturned : AppealStatus.Partial;
    }
}
