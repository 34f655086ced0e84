/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo.h"

G_BEGIN_DECLS

/* What the office knows about a procedure, from the catalogue. */
typedef struct
{
  char *title;         /* (owned) "Đăng ký khai sinh" */
  int duration;        /* of `duration_unit`; 0: nothing exact is said */
  char *duration_unit; /* (owned) as in HsChannel */
  gint64 fee;          /* đồng; -1: not a number */
  char *form_id;       /* (owned) (nullable) */
} HsDemoService;

/* NULL when the catalogue does not have it. */
HsDemoService *hs_demo_service_find (HsDemo *demo, const char *code) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_service_free (HsDemoService *self);
/* "5 ngày làm việc", or "theo quy định". */
char *hs_demo_service_dup_time (const HsDemoService *self);
/* When the result is due for a dossier received at that time; 0: cannot be told. Microseconds. */
gint64 hs_demo_service_due_us (HsDemo *demo, const HsDemoService *self, gint64 received_us);
/* Name of a paper: from the catalogue, for the form's own files, else `fallback`. */
char *hs_demo_evidence_dup_name (HsDemo *demo, const char *code, const char *evidence,
                                 const char *fallback);
/* "Ủy ban nhân dân Phường Ba Đình"; "Phường Ba Đình, Thành phố Hà Nội". NULL: no such unit. */
char *hs_demo_authority_dup_name (HsDemo *demo, const char *unit);
char *hs_demo_authority_dup_place (HsDemo *demo, const char *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoService, hs_demo_service_free)

G_END_DECLS
