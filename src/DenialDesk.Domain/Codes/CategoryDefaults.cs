namespace DenialDesk.Domain.Codes;

/// <summary>Who prevents a category, how hard it is and what to try first, where neither pair nor code says so.</summary>
public static class CategoryDefaults
{
    /// <summary>The department that can stop it from happening again.</summary>
    public static Department Department(DenialCategory category) => category switch
    {
        DenialCategory.Eligibility or DenialCategory.Registration or DenialCategory.Cob or DenialCategory.NonCovered => Codes.Department.Registration,
        DenialCategory.Authorization => Codes.Department.Authorization,
        DenialCategory.Coding or DenialCategory.Bundling or DenialCategory.ChargeCapture => Codes.Department.Coding,
        DenialCategory.Documentation or DenialCategory.MedicalNecessity => Codes.Department.Clinical,
        DenialCategory.Credentialing => Codes.Department.Credentialing,
        _ => Codes.Department.Billing,
    };

    /// <summary>Soft or hard.</summary>
    public static Hardness Hardness(DenialCategory category) => category switch
    {
        DenialCategory.Authorization or DenialCategory.MedicalNecessity or DenialCategory.TimelyFiling or DenialCategory.NonCovered => Codes.Hardness.Hard,
        _ => Codes.Hardness.Soft,
    };

    /// <summary>What to try first.</summary>
    public static FirstAction FirstAction(DenialCategory category) => category switch
    {
        DenialCategory.Eligibility or DenialCategory.Cob => Codes.FirstAction.BillNextPayer,
        DenialCategory.Documentation => Codes.FirstAction.RequestInfo,
        DenialCategory.MedicalNecessity or DenialCategory.TimelyFiling => Codes.FirstAction.Appeal,
        DenialCategory.Coding or DenialCategory.Registration or DenialCategory.Bundling or DenialCategory.BillingError or DenialCategory.ChargeCapture =>
            Codes.FirstAction.CorrectResubmit,
        _ => Codes.FirstAction.PhonePayer,
    };

    /// <summary>Whether the category is a defect of claim data that a corrected claim repairs.</summary>
    public static bool RepairedByClaim(DenialCategory category) => category is
        DenialCategory.Registration or DenialCategory.Coding or DenialCategory.BillingError or DenialCategory.Cob
        or DenialCategory.Credentialing or DenialCategory.Authorization or DenialCategory.Bundling or DenialCategory.Eligibility;
}
