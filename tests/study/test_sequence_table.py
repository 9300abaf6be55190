"""Descriptions as Siemens, GE and Philips scanners carry them, in English, German and Chinese: right or not known."""

from __future__ import annotations

import pytest

from glioma_desktop.study.sequence import Hints, guess_sequence

# What each sequence may be called. A name under "unknown" says too little, or says two things at once.
CALLED = {
    "t1": """
        t1_mprage_sag_p2_iso | T1 MPR | t1_mprage_tra_p2_iso_nativ | t1_se_tra_vor_KM | t1 tra vor KM |
        T1 ohne KM | t1_tse_dark-fluid_tra | t1_tirm_tra_dark-fluid | t1_fl2d_tra | t1_vibe_tra_fs |
        t1_vibe_sag | t1_mp2rage_sag_UNI_Images | MPRAGE | t1_mprage_sag_MPR_tra | AX T1 PRE |
        AX T1 PRE CONTRAST | AX T1 W/O | AX T1 WO CONTRAST | AX T1 W/O CONTRAST | AX T1 NON CONTRAST |
        AX T1 NONCONTRAST | AX T1 no contrast | AX T1 no gad | AX T1 w/o gad | T1 -C | T1 C- | AX T1 pre-gad |
        AX T1 preGd | T1 postop | T1 post op | T1 post-op | T1 post-surgery | T1 post processing |
        T1 post OP nativ | 3D BRAVO | SAG 3D FSPGR | SAG CUBE T1 | AX T1 FLAIR | T1W_3D_TFE | sT1W_3D_TFE |
        sT1W_3D_FFE | T1W_IR_TSE | T1W_TSE | 3D Brain VIEW T1 BB | 3DT1 | T1TFE | T1FFE | T1SE | T1WI | FS T1 |
        T1 fat sat | T1 横断位 | T1 轴位 平扫 | 矢状位 T1 | T1 增强前 | 增强前 T1 | T1非增强 | T1未增强 | Schädel T1 nativ |
        T1 tra v. KM | T1 tra o. KM | T1 tra -KM | T1_GD_nein | T1 center | T1 cerebellum | T1 CENTRAL |
        T1 C spine | T1 C-spine | SAG T1 C SPINE | Postprocessed T1 | T1 noncontrast enhanced | T1 unenhanced |
        T1 high contrast | MAGiC T1 | BRAINLAB T1 | t1_fl3d_sag | fl3d_vibe | WIP T1 3D TFE | MT T1 | T1 SPACE |
        t1 flair | T1FLAIR | FLAIR T1 | sub-01_T1w
    """,
    "t1ce": """
        t1_mprage_sag_p2_iso_KM | t1_mpr_sag_iso_Gd | T1 MPR post | t1_mprage_tra nach KM |
        T1 tra nach Kontrastmittel | t1_se_tra_KM | t1_se_tra post KM | t1_tirm_tra_dark-fluid_KM |
        t1_vibe_tra_fs_KM | t1_vibe_dixon_tra_p2_W_post | T1 vibe post contrast | t1_starvibe_post | MPRAGE +C |
        AX T1 +C | Ax T1 C+ | AX T1 POST | AX T1 W CONTRAST | AX T1 W/ CONTRAST | AX T1 WITH CONTRAST |
        T1 postoperativ KM | 3D BRAVO +C | 3D T1 BRAVO POST | AX BRAVO C+ | AX FSPGR 3D +C |
        AX 3D SPGR POST GAD | Sag T1 CUBE +C | AX T1 FLAIR +C | T1W_TFE Gd | T1W_3D_TFE_GD | sT1W_3D_TFE KM |
        3D_T1_TFE_SAG_GADO | T1W_SE_GD | 3DT1 post Gd | T1WI+C | T1WI C+ | T1WI-FS+C | Ax T1 fs+c |
        OAx T1 FSE+C | OSag T1 +C | T1 FS POST | AX T1 FAT SAT POST | T1 FATSAT +GAD | T1 轴位 增强 | T1增强 |
        T1WI增强 | 增强T1 | T1WI 3D 增强 MPRAGE | 3D-T1 增强后 | T1注射后 | T1 造影后 | 延迟增强 T1 | Schädel T1 KM |
        T1 cor n. KM | T1 cor nach Gabe | T1 mit KM | T1 tra +KM | T1 tra m. KM | CE T1 | CE-T1W | T1CE | T1c |
        T1-Gd | T1Gd | T1_post_contrast_registered | T1 SPIR GADO | T1_postcontrast | T1 contrast |
        T1 contrast enhanced | T1 enhanced | NaviPlan T1 KM | Stealth T1 +C | STEALTH AX T1 POST | T1_NAVI_GD |
        AX 3D T1 Stealth w/ Gad | T1 BLADE KM | t1_fl3d_sag_p2_iso_Gd | WIP sT1W_3D_TFE GD SENSE |
        T1 black blood +C | AX T1 BB POST | AX T1 MT POST | T1 SPACE KM | sub-control02_ce-gd_T1w |
        T1 nach Injektion | T1 - GD
    """,
    "t2": """
        t2_tse_tra | t2_tse_tra_512 | t2_spc_sag_p2_iso | T2 TSE tra fs | pd+t2_tse_tra | T2 MPR tra |
        SAG CUBE T2 | AX T2 PROPELLER | AX T2 FSE | AX T2 FRFSE | sT2W_TSE | T2W_TSE | T2W_TSE_SENSE |
        3D_Brain_VIEW_T2 | T2TSE | T2WI | T2 fat sat | cor T2 fs | 增强 T2 | T2 轴位 | T2 横断位 压脂 | 冠状位T2 |
        T2 tra Hirn | T2 dark blood | AX T2 POST | T2 +C | T2 SPACE
    """,
    "flair": """
        t2_tirm_tra_dark-fluid | t2_spc_da-fl_sag_p2_iso | t2_space_dark-fluid_sag_p2_iso |
        t2_spc_ir_sag_p2_da-fl_iso | t2_blade_tra_dark-fluid | FLAIR MPR cor | SAG CUBE T2 FLAIR | AX T2 FLAIR |
        AX FLAIR +C | AX FLAIR POST | sT2W_FLAIR | FLAIR_longTR | 3D_FLAIR | 3D Brain VIEW FLAIR | VISTA FLAIR |
        T2压水 | 水抑制 | 轴位FLAIR | FLAIR SPACE | FLAIR 3D KM | T2FLAIR | FLAIR T2
    """,
    "adc": """
        ep2d_diff_4scan_trace_p2_s2_ADC | resolve_3scan_trace_tra_ADC | Average DC |
        Apparent Diffusion Coefficient (mm2/s) | ADC (10^-6 mm^2/s) | ADC | dADC | dReg - DWI_3b ADC | ADC图 |
        DWI_ADC | ADC_b1000 | ADC DWI trace
    """,
    "dwi": """
        ep2d_diff_4scan_trace_p2_s2 | ep2d_diff_4scan_trace_p2_s2_TRACEW | resolve_4scan_trace_tra_p2_192 |
        AX DWI | AX DWI b1000 | DTI 32 dir | TRACE | DWI TRACE | DWI_SENSE | sDWI | dSDWI | Reg - DWI | DWI 弥散 |
        弥散加权 | 弥散 | 扩散加权成像 | Diffusion | b1000 | Ax DWI ALL B
    """,
    "swi": """
        t2_fl2d_tra_hemo | t2_fl2d_tra | t2star_tra | SWI_Images | swi_tra_p2 | AX T2* GRE | AX SWAN |
        PJN:SWAN | T2W_FFE | T2 FFE | T2W_FFE_hemo | sSWIp | SWIp | VEN_BOLD | 磁敏感 | 磁敏感加权 | AX SWI POST
    """,
    "perfusion": """
        ep2d_perf_p2 | ep2d_perf_p2_relCBV | relCBF | relMTT | GBP | TTP | PBP | tgse_pcasl_3d | AX PERFUSION |
        DSC rCBF | DSC | DCE | rCBV | nCBV | CBF | ASL CBF | 3D ASL (non-contrast) | (Color)rCBV corrected |
        DCE T1 PERFUSION | DelayedPerf | PWI | FEEPI perfusion | 灌注 | PWI 灌注 | Perfusion
    """,
    "other": """
        pd_tse_tra | PD FS tra | ep2d_diff_MDDW_20_p2_FA | ep2d_diff_mddw_64_ColFA | Pha_Images |
        mIP_Images(SW) | MinIP | mIP | tof_fl3d_tra_p2_multi-slab | TOF_3D_multi-slab_MIP_TRA | localizer |
        AAHead_Scout | AAHead_Scout_MPR_sag | AAHScout | Scout | haste_localizer | t1_mp2rage_sag_INV1 |
        mp2rage_T1_Images | SUB | t1_mprage_SUB | Subtraktion | T1 Subtraktion | T1_mprage_sub_KM-nativ |
        T1 Sub post-pre | DIR | t2_spc_DIR_sag | t2_dir_sag | STIR cor | t2_stir_cor | T2 STIR | ciss3d_tra |
        t2_ci3d_tra | SWAN Phase | Filt_Pha: AX SWAN | eADC | Exponential Apparent Diffusion Coefficient |
        Fractional Aniso. | FA map | Ktrans | 3 PL LOC | 3-pl T2* FGRE S | 3-Plane Loc SSFSE | LOC |
        Calibration Scan | ASSET calibration | Ax 3D TOF MRA | COL:Ax 3D TOF | MRA TOF | MRV | 2D PC MRV |
        SPECTROSCOPY | Screen Save | eADC DWI | Survey | SmartBrain | SURVEY_3PL | PD_TSE | B-FFE | 定位像 | 定位 |
        T1 定位 | 磁共振血管成像 TOF | 波谱 | 减影 | T1 减影 | Lokalizer | Übersicht | CE-MRA | CE MRA head | T1 T2 map |
        T1 map | T2 map | T2 mapping | qT1 | T1rho | BOLD fMRI | ep2d_bold_moco | gre_field_mapping | B0 map |
        B1 map | csi_se | svs_se_30 | PhoenixZIPReport | Dose Report | FIESTA | AX FIESTA
    """,
    "unknown": """
        Double_TSE | Mag_Images | t2_tirm_cor_fs | MPR cor | MPR sag | AX T1 W&W/O | AX GRE | Isotropic image |
        PROBE-SV | Processed Images | s3DI_MC_HR | DW_SSh | Perfusie | mDIXON-W | T1_FS_C | 增强 | 增强扫描 |
        Flüssigkeit | fl3d_ce | post | POST GD | Gd | POSTCONTRAST AXIAL | SyMRI | MoCoSeries |
        Patient Protocol | KEY IMAGES | NEW MPR | Reformatted | asc_35sl | b0 | b=1000 | CT Head | SE | FLASH |
        tse | T1-C | T1 with and without | TIRM | AX T1 Pre/Post | Pre and post T1 | T1 without and with
    """,
}  # fmt: skip
TABLE = [(text.strip(), name) for name, texts in CALLED.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "sequence"), TABLE)
def test_a_scanner_s_description_is_understood_or_not_known(text: str, sequence: str) -> None:
    assert guess_sequence(Hints("MR", texts=(("description", text),)))[0] == sequence


@pytest.mark.parametrize("text", [text for text, name in TABLE if name == "t1ce"])
def test_the_agent_in_the_header_is_the_better_reason(text: str) -> None:
    hints = Hints("MR", texts=(("description", text),), contrast_agent="Gadovist")
    assert guess_sequence(hints) == ("t1ce", "ContrastBolusAgent")
