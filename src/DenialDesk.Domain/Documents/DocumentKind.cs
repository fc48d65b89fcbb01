namespace DenialDesk.Domain.Documents;

/// <summary>What a document shows. Written names come from <c>CodeNames</c> (<c>clinical_notes</c>).</summary>
public enum DocumentKind
{
    /// <summary>Notes of the visit or stay.</summary>
    ClinicalNotes,

    /// <summary>Report of an operation or procedure.</summary>
    OperativeReport,

    /// <summary>Orders, laboratory and imaging results.</summary>
    OrdersAndResults,

    /// <summary>What was tried before, with what result.</summary>
    PriorTreatment,

    /// <summary>A physician's letter on why the service was needed.</summary>
    PhysicianLetter,

    /// <summary>The payer's criteria with the points that are met.</summary>
    Criteria,

    /// <summary>An approval, or the record of asking for one.</summary>
    Authorization,

    /// <summary>A referral.</summary>
    Referral,

    /// <summary>Proof of coverage on the day of service: a 271 response or the card.</summary>
    Coverage,

    /// <summary>The remittance or explanation of benefits of the payer before this one.</summary>
    PrimaryRemittance,

    /// <summary>The answered questionnaire about other coverage.</summary>
    CoverageQuestionnaire,

    /// <summary>The remittance or explanation of benefits that denies.</summary>
    DenialRemittance,

    /// <summary>The claim as it was first sent.</summary>
    OriginalClaim,

    /// <summary>Proof that the claim arrived in time: a 277CA, a clearinghouse report, for paper a screen print.</summary>
    Acceptance,

    /// <summary>The coding rule that supports what was billed.</summary>
    CodingGuideline,

    /// <summary>What shows two services apart: times, sites, both claim numbers.</summary>
    DistinctService,

    /// <summary>The letter with the day an enrolment took effect.</summary>
    EnrollmentLetter,

    /// <summary>A waiver of liability of a provider without a contract (Medicare Advantage).</summary>
    WaiverOfLiability,

    /// <summary>The patient's signed authorization to act for them.</summary>
    SignedAuthorization,

    /// <summary>A form the payer asks for.</summary>
    PayerForm,

    /// <summary>A letter from or to the payer.</summary>
    Correspondence,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Kinds of documents in words.</summary>
public static class DocumentKinds
{
    /// <summary>As people say it.</summary>
    public static string Words(DocumentKind kind) => kind switch
    {
        DocumentKind.ClinicalNotes => "Clinical notes",
        DocumentKind.OperativeReport => "Operative report",
        DocumentKind.OrdersAndResults => "Orders and results",
        DocumentKind.PriorTreatment => "Prior treatment",
        DocumentKind.PhysicianLetter => "Physician's letter",
        DocumentKind.Criteria => "Payer's criteria, point by point",
        DocumentKind.Authorization => "Authorization or record of asking",
        DocumentKind.Referral => "Referral",
        DocumentKind.Coverage => "Proof of coverage (271 or card)",
        DocumentKind.PrimaryRemittance => "Remittance of the payer before",
        DocumentKind.CoverageQuestionnaire => "Other-coverage questionnaire",
        DocumentKind.DenialRemittance => "Remittance that denies",
        DocumentKind.OriginalClaim => "Claim as first sent",
        DocumentKind.Acceptance => "Proof of timely filing (277CA)",
        DocumentKind.CodingGuideline => "Coding guideline",
        DocumentKind.DistinctService => "Evidence of distinct services",
        DocumentKind.EnrollmentLetter => "Enrollment effective-date letter",
        DocumentKind.WaiverOfLiability => "Waiver of liability",
        DocumentKind.SignedAuthorization => "Patient's signed authorization",
        DocumentKind.PayerForm => "Payer's form",
        DocumentKind.Correspondence => "Letter from or to the payer",
        _ => "Other",
    };
}
