/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/hs-units.h"
#include "form/hs-form-error.h"

#include "base/hs-date.h"
#include "base/hs-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One person as the household keeps it: identity data that fills forms. Immutable, over a JSON object of texts:
 * fullName, sex (male|female), birthDate (partial ISO), identityNumber, oldIdentityNumber, identityIssued (ISO),
 * identityIssuer, identityExpires (ISO), passportNumber, nationality (ISO 3166-1 alpha-2, "VN"; "XX" stateless),
 * ethnicGroup (code of the national list, "01" Kinh), religion, birthPlace, homeTown, commune (unit code), street,
 * phone, email, occupation, taxCode, insuranceNumber; and id, relation (self|spouse|child|father|mother|other),
 * relationLabel (free words for other). Thread: any. */
#define HS_TYPE_PERSON (hs_person_get_type ())
G_DECLARE_FINAL_TYPE (HsPerson, hs_person, HS, PERSON, GObject)

/* What was found wrong: the name of the member, borrowed for ever. */
typedef const char *HsPersonField;

/* Every text is normalised (NFC, trimmed, numbers without separators); empty ones and nulls count as missing. Dates
 * are read as typed (1/2/1990) or ISO. units (nullable): a commune must be one of them.
 * Errors: HS_FORM_ERROR_PERSON; the message names the member and its fault, where (out) (nullable) the member. An
 * unknown member, or a value that is no text, is one; fullName must be there. */
HsPerson *hs_person_new (JsonNode *json, HsUnits *units, HsPersonField *where,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same person with some members replaced: those of changes; an empty text removes one. */
HsPerson *hs_person_change (HsPerson *self, JsonObject *changes, HsUnits *units,
                            HsPersonField *where, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) All members that are there. */
JsonNode *hs_person_to_json (HsPerson *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean hs_person_equal (HsPerson *a, HsPerson *b);

const char *hs_person_get_id (HsPerson *self); /* (nullable) NULL until a household has it */
const char *hs_person_get_name (HsPerson *self);
const char *hs_person_get (HsPerson *self, const char *field); /* (nullable) as kept */
const char *hs_person_get_relation (HsPerson *self);           /* (nullable) "mother" */
const char *hs_person_get_relation_label (HsPerson *self);     /* (nullable) "bà nội" */
gboolean hs_person_get_birth (HsPerson *self, HsDate *birth);  /* FALSE: not known */
/* Full years on that day; -1: not known, or less than the year is known. */
int hs_person_get_age (HsPerson *self, const HsDate *on);

/* Names of the profile fields, without id, relation and relationLabel; ended by NULL. */
const char *const *hs_person_list_fields (void);
/* A field, or "address": street and commune as one line, which only prefill reads. */
gboolean hs_person_has_field (const char *field);
gboolean hs_person_is_relation (const char *relation);
/* As papers write it: "Nữ", "01/02/1990", "Kinh", "Việt Nam", "Phường Ba Đình, Thành phố Hà Nội"; also of
 * "address". (transfer full) (nullable) NULL: not known. units is nullable: then the code. */
char *
hs_person_dup_words (HsPerson *self, const char *field, HsUnits *units) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
