/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-dossier.h"

G_BEGIN_DECLS

typedef enum
{
  HS_DEMO_SLIP_RECEIPT,    /* Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả */
  HS_DEMO_SLIP_SUPPLEMENT, /* Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ */
  HS_DEMO_SLIP_REFUSAL,    /* Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ */
  HS_DEMO_SLIP_RESULT,     /* a sample result without legal force */
} HsDemoSlipKind;

/* What stands on a slip. */
typedef struct
{
  const HsDemoDossier *dossier;
  const HsDemoResident *resident;
  char *authority;       /* (owned) "Ủy ban nhân dân Phường Ba Đình" */
  char *place;           /* (owned) "Phường Ba Đình" */
  char *service;         /* (owned) */
  char *duration;        /* (owned) "5 ngày làm việc" */
  char *fee;             /* (owned) */
  char *delivery;        /* (owned) where the result is received */
  char *reason;          /* (owned) (nullable) */
  GPtrArray *papers;     /* (owned) (element-type char**) of 4 cells */
  gint64 now_us, serial; /* serial: of the book of the day */
} HsDemoSlipFacts;

GBytes *hs_demo_slip_draw (HsDemoSlipKind kind, const HsDemoSlipFacts *facts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hs_demo_slip_file_name (HsDemoSlipKind kind);
const char *hs_demo_slip_event_kind (HsDemoSlipKind kind); /* "slip", "supplement" ... */

HsDemoSlipFacts *hs_demo_slip_facts_new (HsDemo *demo, const HsDemoDossier *dossier,
                                         const char *reason) G_GNUC_WARN_UNUSED_RESULT;
void hs_demo_slip_facts_free (HsDemoSlipFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemoSlipFacts, hs_demo_slip_facts_free)

G_END_DECLS
