using DenialDesk.Domain.HandOffs;

namespace DenialDesk.Domain.Tests.HandOffs;

/// <summary>What may leave for the patient or the next payer.</summary>
public sealed class HandOffRuleTests
{
    [Theory]
    [InlineData(HandOffKind.Patient, 50, true, false, "", null, null)]
    [InlineData(HandOffKind.Patient, 50, true, false, "N210", null, "patient_protected")]
    [InlineData(HandOffKind.Patient, 50, false, false, "", null, "not_patient_responsibility")]
    [InlineData(HandOffKind.Patient, 50, true, true, "", null, "later_payer")]
    [InlineData(HandOffKind.Patient, 0, true, false, "", null, "nothing_left")]
    [InlineData(HandOffKind.NextPayer, 50, false, true, "", null, null)]
    [InlineData(HandOffKind.NextPayer, 50, false, false, "", "Aetna, member 123", null)]
    [InlineData(HandOffKind.NextPayer, 50, false, false, "", " ", "no_next_payer")]
    [InlineData(HandOffKind.NextPayer, 50, false, true, "N210", null, null)]      // the remark protects the patient, not the next payer
    [InlineData(HandOffKind.NextPayer, 0, false, true, "", null, "nothing_left")]
    public void A_hand_off_is_refused_in_words(HandOffKind kind, decimal amount, bool allPatient, bool later, string protection, string? words, string? code)
        => Assert.Equal(code, HandOffRule.Refuse(new()
        {
            Kind = kind,
            Amount = amount,
            AllPatientGroup = allPatient,
            LaterPayerKnown = later,
            PatientProtection = protection.Length > 0 ? [protection] : [],
            Words = words,
        })?.Code);
}
