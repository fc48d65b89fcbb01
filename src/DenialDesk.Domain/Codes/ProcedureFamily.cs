namespace DenialDesk.Domain.Codes;

/// <summary>What kind of service a procedure code is, as coarse as odds and a page for a meeting need it; what rules are written for is told by <see cref="ProcedureGroup"/>.</summary>
public enum ProcedureFamily
{
    /// <summary>None of the others, or no code.</summary>
    Other = 0,

    /// <summary>Visits in the office, at home, by phone or video; preventive visits.</summary>
    OfficeVisit,

    /// <summary>Visits in a hospital, an emergency room or a nursing facility.</summary>
    HospitalVisit,

    /// <summary>Surgery and procedures.</summary>
    Surgery,

    /// <summary>X-ray, CT, MRI, ultrasound, nuclear medicine.</summary>
    Imaging,

    /// <summary>Laboratory and pathology.</summary>
    Lab,

    /// <summary>Physical, occupational and speech therapy, chiropractic.</summary>
    Therapy,

    /// <summary>Infusions, injections, vaccines and the drugs themselves.</summary>
    Drug,

    /// <summary>Equipment, supplies, orthotics and prosthetics.</summary>
    Equipment,

    /// <summary>Anesthesia and sedation.</summary>
    Anesthesia,

    /// <summary>Mental health and substance use.</summary>
    MentalHealth,
}
