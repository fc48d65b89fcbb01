namespace DenialDesk.Domain.Payers;

/// <summary>The kind of payer, which changes what some codes mean and which windows apply.</summary>
public enum PayerClass
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Commercial, Blues, exchange and employer plans.</summary>
    Commercial,

    /// <summary>Original Medicare (Part A and B).</summary>
    Medicare,

    /// <summary>Medicare Advantage.</summary>
    MedicareAdvantage,

    /// <summary>Medicaid, fee for service or managed care.</summary>
    Medicaid,

    /// <summary>TRICARE and CHAMPVA.</summary>
    Tricare,

    /// <summary>Veterans Affairs community care.</summary>
    Veterans,

    /// <summary>Workers' compensation.</summary>
    WorkersComp,

    /// <summary>Automobile and other liability insurance.</summary>
    Auto,
}
