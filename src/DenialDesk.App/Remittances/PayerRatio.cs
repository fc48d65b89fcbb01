namespace DenialDesk.App.Remittances;

/// <summary>What a payer pays of what is charged, in dollars: what was known before the import, and what it adds.</summary>
internal sealed class PayerRatio(decimal charge, decimal paid)
{
    /// <summary>Charges of claims this import found paid.</summary>
    public decimal AddedCharge { get; private set; }

    /// <summary>What was paid on them.</summary>
    public decimal AddedPaid { get; private set; }

    /// <summary>The ratio a remittance of this import starts with.</summary>
    public (decimal Charge, decimal Paid) Settled { get; private set; } = (charge, paid);

    /// <summary>Counts one paid claim.</summary>
    public void Add(decimal claimCharge, decimal claimPaid) => (AddedCharge, AddedPaid) = (AddedCharge + claimCharge, AddedPaid + claimPaid);

    /// <summary>A remittance is through: what it added counts for the next one.</summary>
    public void Settle() => Settled = (charge + AddedCharge, paid + AddedPaid);
}
