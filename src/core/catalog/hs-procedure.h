/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One paper the procedure asks for (thành phần hồ sơ). */
typedef struct
{
  char *id; /* evidence type, stable within the procedure: "giay-chung-sinh" or the portal's code */
  char *name;
  char *note; /* (nullable) when it is needed, what to look out for */
  char *
    condition; /* (nullable) strict JsonLogic over the form's answers, as JSON text; NULL: see required */
  gboolean required; /* where condition is NULL or true */
  char *group;       /* (nullable) slots of one group are alternatives: one of them is enough */
  guint n_originals;
  guint n_copies;
  char *copy_kind; /* "original", "certified", "plain" */
  char **accepts;  /* media types; NULL: PDF, JPEG, PNG */
} HsEvidence;

/* A way to hand in: "online", "direct", "post". */
typedef struct
{
  char *kind;
  int duration;        /* 0: see text */
  char *duration_unit; /* "working-day", "day", "hour", "month", "other" */
  gint64 fee;          /* đồng; -1: not a number, see fee_text; 0 only where free is certain */
  char *fee_text;      /* (nullable) */
  char *note;          /* (nullable) */
} HsChannel;

typedef struct
{
  char *name;
  char *text;
} HsNamedText; /* steps, legal bases (name = number, text = title), results, cases */

#define HS_TYPE_PROCEDURE (hs_procedure_get_type ())
G_DECLARE_FINAL_TYPE (HsProcedure, hs_procedure, HS, PROCEDURE, GObject)

/* Always there, also in a search result. */
const char *hs_procedure_get_code (HsProcedure *self); /* "1.001193" */
const char *hs_procedure_get_title (HsProcedure *self); /* common short name, "Đăng ký khai sinh" */
const char *
hs_procedure_get_legal_name (HsProcedure *self); /* as published, "Thủ tục đăng ký khai sinh" */
const char *hs_procedure_get_field (HsProcedure *self); /* "Hộ tịch" */
const char *hs_procedure_get_agency (HsProcedure *self); /* who decides, "Ủy ban nhân dân cấp xã" */
const char *hs_procedure_get_level (HsProcedure *self);  /* "commune", "province", "ministry", "" */
const char *hs_procedure_get_online (HsProcedure *self); /* "full", "partial", "none", "" unknown */
const char *
hs_procedure_get_form_id (HsProcedure *self); /* (nullable) a form package can be filled here */
gboolean hs_procedure_has_details (HsProcedure *self);
/* Only after hs_catalogue_get_procedure() and where has_details. Arrays are never NULL. */
const char *hs_procedure_get_promulgator (HsProcedure *self); /* "Bộ Tư pháp" */
const char *hs_procedure_get_decision (HsProcedure *self);    /* "163/QĐ-BTP" */
const char *hs_procedure_get_updated (HsProcedure *self); /* ISO date of the record, "" unknown */
const char *hs_procedure_get_source (HsProcedure *self);  /* where the facts come from */
const char *
hs_procedure_get_summary (HsProcedure *self); /* (nullable) two plain sentences: what you get */
const char *hs_procedure_get_requirements (HsProcedure *self);
const char *
hs_procedure_get_online_note (HsProcedure *self);         /* (nullable) why only partly online */
GPtrArray *hs_procedure_get_channels (HsProcedure *self); /* (element-type HsChannel) */
GPtrArray *hs_procedure_get_evidence (HsProcedure *self); /* (element-type HsEvidence) */
GPtrArray *
hs_procedure_get_notes (HsProcedure *self); /* (element-type utf8) rows that are no papers */
GPtrArray *hs_procedure_get_steps (HsProcedure *self); /* (element-type HsNamedText) */
GPtrArray *hs_procedure_get_cases (HsProcedure *self); /* (element-type HsNamedText) name, time */
GPtrArray *hs_procedure_get_legal_bases (HsProcedure *self); /* (element-type HsNamedText) */
GPtrArray *hs_procedure_get_results (HsProcedure *self);     /* (element-type HsNamedText) */

G_END_DECLS
