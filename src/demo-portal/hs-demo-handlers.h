/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

/* The handlers of hs-demo-server.c's table. Each answers its request. `parts` of the request holds the
 * path's segments. */
typedef void (*HsDemoHandler) (HsDemoRequest *request);

/* discovery and catalogue */
void hs_demo_well_known (HsDemoRequest *request);
void hs_demo_catalogue_timestamp (HsDemoRequest *request);
void hs_demo_catalogue_signature (HsDemoRequest *request);
void hs_demo_catalogue_changes (HsDemoRequest *request);
void hs_demo_catalogue_snapshot (HsDemoRequest *request);
void hs_demo_blob (HsDemoRequest *request);

/* sign-in */
void hs_demo_oidc_discovery (HsDemoRequest *request);
void hs_demo_oidc_keys (HsDemoRequest *request);
void hs_demo_oidc_authorize (HsDemoRequest *request);
void hs_demo_oidc_authorize_post (HsDemoRequest *request);
void hs_demo_oidc_device_start (HsDemoRequest *request);
void hs_demo_oidc_device_page (HsDemoRequest *request);
void hs_demo_oidc_device_post (HsDemoRequest *request);
void hs_demo_oidc_token (HsDemoRequest *request);
void hs_demo_oidc_revoke (HsDemoRequest *request);
void hs_demo_me (HsDemoRequest *request);
void hs_demo_userinfo (HsDemoRequest *request);

/* dossiers */
void hs_demo_dossier_announce (HsDemoRequest *request);
void hs_demo_dossier_get (HsDemoRequest *request);
void hs_demo_dossier_delete (HsDemoRequest *request);
void hs_demo_round_open (HsDemoRequest *request);
void hs_demo_submission (HsDemoRequest *request);
void hs_demo_withdrawal (HsDemoRequest *request);
void hs_demo_payment_create (HsDemoRequest *request);
void hs_demo_payment_get (HsDemoRequest *request);
void hs_demo_payment_page (HsDemoRequest *request);
void hs_demo_payment_page_post (HsDemoRequest *request);
void hs_demo_events (HsDemoRequest *request);
void hs_demo_file (HsDemoRequest *request);

/* uploads */
void hs_demo_upload_options (HsDemoRequest *request);
void hs_demo_upload_create (HsDemoRequest *request);
void hs_demo_upload_head (HsDemoRequest *request);
void hs_demo_upload_patch (HsDemoRequest *request);
void hs_demo_upload_delete (HsDemoRequest *request);

/* the officer and the tests */
void hs_demo_home_page (HsDemoRequest *request);
void hs_demo_officer_list (HsDemoRequest *request);
void hs_demo_officer_dossier (HsDemoRequest *request);
void hs_demo_officer_attachment (HsDemoRequest *request);
void hs_demo_officer_file (HsDemoRequest *request);
void hs_demo_officer_act (HsDemoRequest *request);
void hs_demo_control_faults (HsDemoRequest *request);
void hs_demo_control_add_faults (HsDemoRequest *request);
void hs_demo_control_clear_faults (HsDemoRequest *request);
void hs_demo_control_journal (HsDemoRequest *request);
void hs_demo_control_clock (HsDemoRequest *request);
void hs_demo_control_act (HsDemoRequest *request);

G_END_DECLS
