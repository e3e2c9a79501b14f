// Generated from the event classes by scripts/generate.mjs. Do not edit.

/** MinorIdentity: 未成年人身份信息 */
export interface MinorIdentity {
  /** 证件类型 */ readonly docType: '99' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
  /** 证件号码 */ readonly docNo?: string;
  /** 姓名 */ readonly name: string;
  /** 原始姓名 */ readonly nameRaw?: string;
  /** 性别 */ readonly sex: '0' | '1' | '2' | '9';
  /** 出生日期 */ readonly birthDate: string;
  /** 民族 */ readonly ethnicity?:
    | '10'
    | '11'
    | '12'
    | '13'
    | '14'
    | '15'
    | '16'
    | '17'
    | '18'
    | '19'
    | '20'
    | '21'
    | '22'
    | '23'
    | '24'
    | '25'
    | '26'
    | '27'
    | '28'
    | '29'
    | '30'
    | '31'
    | '32'
    | '33'
    | '34'
    | '35'
    | '36'
    | '37'
    | '38'
    | '39'
    | '40'
    | '41'
    | '42'
    | '43'
    | '44'
    | '45'
    | '46'
    | '47'
    | '48'
    | '49'
    | '50'
    | '51'
    | '52'
    | '53'
    | '54'
    | '55'
    | '56'
    | '97'
    | '98'
    | '01'
    | '02'
    | '03'
    | '04'
    | '05'
    | '06'
    | '07'
    | '08'
    | '09';
  /** 监护人 */ readonly guardians?: readonly Guardian[];
  /** 户籍地址 */ readonly addressHousehold?: string;
  /** 现住址 */ readonly addressActual?: string;
  /** 户籍地区划 */ readonly areaHousehold?: string;
  /** 现住地区划 */ readonly areaActual?: string;
}

/** Guardian: 监护人 */
export interface Guardian {
  /** 姓名 */ readonly name: string;
  /** 关系 */ readonly rel:
    | 'father'
    | 'mother'
    | 'stepparent'
    | 'adoptive-parent'
    | 'paternal-grandparent'
    | 'maternal-grandparent'
    | 'sibling'
    | 'relative'
    | 'neighbour'
    | 'teacher'
    | 'schoolmate'
    | 'online-friend'
    | 'stranger'
    | 'unknown';
  /** 证件类型 */ readonly docType?: '99' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
  /** 证件号码 */ readonly docNo?: string;
  /** 联系电话 */ readonly phone?: string;
}

/** `data` of every event type. */
export interface EventData {
  /** 收养登记、解除 */
  'civil-affairs.adoption.registered': {
    /** 登记编号 */ readonly registerNo: string;
    /** 类别 */ readonly kind: 'registered' | 'dissolved';
    /** 是否经评估 */ readonly assessed: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 低保、特困、临时救助 */
  'civil-affairs.aid.granted': {
    /** 救助种类 */ readonly kind: 'subsistence' | 'extreme-poverty' | 'temporary';
    /** 金额（分） */ readonly amount?: number;
    /** 子女人数 */ readonly children: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 补贴发放 */
  'civil-affairs.allowance.paid': {
    /** 类别 */ readonly kind: 'orphan-institution' | 'orphan-family' | 'unattended' | 'nursing' | 'living' | 'education';
    /** 月份 */ readonly month: string;
    /** 金额（分） */ readonly amount: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 委托照护协议签订 */
  'civil-affairs.care-agreement.signed': {
    /** 受委托照护人 */ readonly carer: string;
    /** 与未成年人关系 */ readonly rel:
      | 'father'
      | 'mother'
      | 'stepparent'
      | 'adoptive-parent'
      | 'paternal-grandparent'
      | 'maternal-grandparent'
      | 'sibling'
      | 'relative'
      | 'neighbour'
      | 'teacher'
      | 'schoolmate'
      | 'online-friend'
      | 'stranger'
      | 'unknown';
    /** 起始日期 */ readonly from: string;
    /** 截止日期 */ readonly to?: string;
    /** 父母联系频次 */ readonly contactFreq?: 'daily' | 'weekly' | 'monthly';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 困境类别申请受理 */
  'civil-affairs.category.applied': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 申请人 */ readonly applicantKind:
      'self' | 'close-relative' | 'guardian' | 'police' | 'womens-federation' | 'disabled-federation' | 'village' | 'rescue' | 'civil-affairs';
    /** 期限 */ readonly dueAt: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 困境类别认定 */
  'civil-affairs.category.confirmed': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 父母状况（父、母） */ readonly parentStates: readonly ('10' | '11' | '12' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09')[];
    /** 起始日期 */ readonly from: string;
    /** 月补贴标准（分） */ readonly rate: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 资格终止 */
  'civil-affairs.category.ended': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 原因 */ readonly reason: 'adult' | 'moved' | 'resolved' | 'adopted' | 'death' | 'listed-by-mistake';
    /** 起始日期 */ readonly from: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 困境类别不予认定 */
  'civil-affairs.category.refused': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 原因 */ readonly reason: 'untrue' | 'not-eligible' | 'already-covered' | 'not-local';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 离婚登记（有未成年子女） */
  'civil-affairs.divorce.registered': {
    /** 子女人数 */ readonly children: number;
    /** 是否家庭教育指导 */ readonly guidanceGiven: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 散居孤儿监护责任确认书签订 */
  'civil-affairs.guardian-duty.confirmed': {
    /** 监护人 */ readonly guardian: string;
    /** 签署日期 */ readonly signedOn: string;
    /** 失效日期 */ readonly validTo?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 监护评估完成 */
  'civil-affairs.guardianship.assessed': {
    /** 方式 */ readonly method: 'own' | 'third-party';
    /** 等级 */ readonly grade: '1' | '2' | '3' | '4';
    /** 得分（十分之一分） */ readonly score?: number;
    /** 评估人数 */ readonly assessors: number;
    /** 下次评估日期 */ readonly nextDue: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 艾滋病毒感染儿童退出保障 */
  'civil-affairs.hiv-minor.delisted': {
    /** 档案编号 */ readonly fileNo: string;
    /** 退出原因 */ readonly reason: 'adult' | 'moved' | 'resolved' | 'adopted' | 'death' | 'listed-by-mistake';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 艾滋病毒感染儿童纳入保障 */
  'civil-affairs.hiv-minor.listed': {
    /** 档案编号 */ readonly fileNo: string;
    /** 发现来源 */ readonly foundBy:
      | 'school'
      | 'medical'
      | 'village'
      | 'grid'
      | 'hotel'
      | 'police'
      | 'procuratorate'
      | 'court'
      | 'civil-affairs'
      | 'hotline'
      | 'social-worker'
      | 'family'
      | 'self'
      | 'matching'
      | 'other';
    /** 起始日期 */ readonly since: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 长期监护结束 */
  'civil-affairs.long-guardianship.ended': {
    /** 结果 */ readonly outcome: 'returned' | 'long-term' | 'adopted' | 'adult';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 长期监护 */
  'civil-affairs.long-guardianship.started': {
    /** 情形 */ readonly situation: '1' | '2' | '3' | '4' | '5';
    /** 福利机构 */ readonly institution?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 结婚登记 */
  'civil-affairs.marriage.registered': {
    /** 是否家庭教育指导 */ readonly guidanceGiven: boolean;
  };
  /** 退出重点对象 */
  'civil-affairs.minor.delisted': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 退出原因 */ readonly reason: 'adult' | 'moved' | 'resolved' | 'adopted' | 'death' | 'listed-by-mistake';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 纳入重点对象 */
  'civil-affairs.minor.listed': {
    /** 对象类别 */ readonly category:
      '10' | '11' | '12' | '13' | '14' | '15' | '16' | '17' | '18' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 发现来源 */ readonly foundBy:
      | 'school'
      | 'medical'
      | 'village'
      | 'grid'
      | 'hotel'
      | 'police'
      | 'procuratorate'
      | 'court'
      | 'civil-affairs'
      | 'hotline'
      | 'social-worker'
      | 'family'
      | 'self'
      | 'matching'
      | 'other';
    /** 起始日期 */ readonly since: string;
    /** 照护人年龄 */ readonly carerAge?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 流浪未成年人入站 */
  'civil-affairs.rescue.admitted': {
    /** 身份是否查明 */ readonly idKnown: boolean;
    /** 健康状况 */ readonly health?: 'good' | 'ill' | 'injured' | 'mental';
    /** 寻亲公告时间 */ readonly noticeAt?: string;
    /** 采血日期 */ readonly dnaOn?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 离站、护送返乡 */
  'civil-affairs.rescue.left': {
    /** 结果 */ readonly outcome: 'relative' | 'escorted' | 'welfare' | 'left';
    /** 去向乡镇 */ readonly toTown: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 临时监护终止 */
  'civil-affairs.temp-guardianship.ended': {
    /** 结果 */ readonly outcome: 'returned' | 'long-term' | 'adopted' | 'adult';
    /** 是否经评估 */ readonly assessed: boolean;
    /** 评估编号 */ readonly assessmentRef?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 临时监护开始 */
  'civil-affairs.temp-guardianship.started': {
    /** 情形 */ readonly situation: '1' | '2' | '3' | '4' | '5' | '6' | '7';
    /** 安置方式 */ readonly placement: 'relative' | 'foster' | 'rescue' | 'welfare';
    /** 起始时间 */ readonly from: string;
    /** 复核日期 */ readonly dueReview: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 抚养监护探望裁判生效 */
  'court.custody.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 抚养人 */ readonly custodian: string;
    /** 是否确定探望 */ readonly visiting?: boolean;
    /** 是否迁出 */ readonly moveOut?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家庭教育指导令 */
  'court.education-order.issued': {
    /** 指导令编号 */ readonly orderNo: string;
    /** 被责令监护人 */ readonly guardian: string;
    /** 起始日期 */ readonly from: string;
    /** 截止日期 */ readonly to: string;
    /** 指导次数 */ readonly times?: number;
    /** 指导机构 */ readonly agency?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 涉未成年子女家事案件立案 */
  'court.family-case.accepted': {
    /** 案号 */ readonly caseRef: string;
    /** 案由 */ readonly cause: 'divorce' | 'support' | 'visiting' | 'guardianship' | 'adoption';
    /** 未成年子女人数 */ readonly children: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家事案件家庭教育指导 */
  'court.family-guidance.given': {
    /** 案号 */ readonly caseRef: string;
    /** 形式 */ readonly form: 'individual' | 'family' | 'group' | 'online';
    /** 时长（分钟） */ readonly minutes?: number;
    /** 接受指导人数 */ readonly receivers: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 法院训诫监护人 */
  'court.guardian.admonished': {
    /** 案号 */ readonly caseRef: string;
    /** 监护人 */ readonly guardian: string;
    /** 事由 */ readonly cause: 'refusal' | 'neglect' | 'infringement' | 'indulgence' | 'incapacity';
    /** 是否责令接受指导 */ readonly guidanceOrdered: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 指定监护人 */
  'court.guardian.designated': {
    /** 案号 */ readonly caseRef: string;
    /** 监护人 */ readonly guardian?: string;
    /** 监护机构 */ readonly guardianOrg?: string;
    /** 类别 */ readonly kind: 'court' | 'village' | 'civil-affairs';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 撤销、恢复监护人资格裁判 */
  'court.guardianship-revocation.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 监护人 */ readonly guardian: string;
    /** 结果 */ readonly outcome: 'revoked' | 'restored' | 'dismissed';
    /** 新监护人 */ readonly newGuardian?: string;
    /** 新监护机构 */ readonly newGuardianOrg?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年人刑事案件受理 */
  'court.juvenile-case.accepted': {
    /** 案号 */ readonly caseRef: string;
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 行为时年龄 */ readonly ageAtAct: number;
    /** 性别 */ readonly sex: '0' | '1' | '2' | '9';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年人刑事判决生效 */
  'court.juvenile-judgment.effective': {
    /** 案号 */ readonly caseRef: string;
    /** 刑罚 */ readonly sentence: 'exempt' | 'control' | 'detention' | 'imprisonment' | 'suspended';
    /** 月数 */ readonly months?: number;
    /** 是否封存 */ readonly seal: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 侵害未成年人案判决生效 */
  'court.offender-judgment.effective': {
    /** 案号 */ readonly caseRef: string;
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 是否从业禁止 */ readonly employmentBan: boolean;
    /** 禁止从业年限 */ readonly banYears?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 宣告失踪、死亡 */
  'court.parent.declared-missing-dead': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 类别 */ readonly kind: 'missing' | 'dead';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 人身安全保护令申请受理 */
  'court.protection-order.applied': {
    /** 案号 */ readonly caseRef: string;
    /** 申请人 */ readonly applicantKind:
      'self' | 'close-relative' | 'guardian' | 'police' | 'womens-federation' | 'disabled-federation' | 'village' | 'rescue' | 'civil-affairs';
    /** 被申请人与未成年人关系 */ readonly respondentRel:
      | 'father'
      | 'mother'
      | 'stepparent'
      | 'adoptive-parent'
      | 'paternal-grandparent'
      | 'maternal-grandparent'
      | 'sibling'
      | 'relative'
      | 'neighbour'
      | 'teacher'
      | 'schoolmate'
      | 'online-friend'
      | 'stranger'
      | 'unknown';
    /** 是否紧急 */ readonly urgent: boolean;
    /** 应作出时限 */ readonly dueAt: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 人身安全保护令终止 */
  'court.protection-order.ended': {
    /** 案号 */ readonly caseRef: string;
    /** 终止方式 */ readonly kind: 'expired' | 'lifted' | 'changed' | 'extended';
    /** 终止日期 */ readonly endedOn: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 作出人身安全保护令 */
  'court.protection-order.issued': {
    /** 案号 */ readonly caseRef: string;
    /** 保护措施 */ readonly measures: readonly ('no-violence' | 'no-contact' | 'move-out' | 'other')[];
    /** 生效日期 */ readonly validFrom: string;
    /** 届满日期 */ readonly validTo: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 驳回人身安全保护令申请 */
  'court.protection-order.refused': {
    /** 案号 */ readonly caseRef: string;
    /** 驳回原因 */ readonly reason: 'evidence' | 'conditions' | 'withdrawn';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 司法救助、心理疏导（家事民事） */
  'court.relief.granted': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'funds' | 'psychological' | 'schooling' | 'medical' | 'placement';
    /** 金额（分） */ readonly amount?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 社会观护 */
  'court.social-observation.started': {
    /** 案号 */ readonly caseRef: string;
    /** 单位 */ readonly org: string;
    /** 截止日期 */ readonly to?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 被害未成年人司法救助 */
  'court.victim-relief.granted': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'funds' | 'psychological' | 'schooling' | 'medical' | 'placement';
    /** 金额（分） */ readonly amount?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 残疾人证核发 */
  'disabled-federation.certificate.issued': {
    /** 持证人 */ readonly holder: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 等级 */ readonly grade: '1' | '2' | '3' | '4';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 辅具适配 */
  'disabled-federation.device.fitted': {
    /** 类别 */ readonly kind: 'hearing-aid' | 'orthosis' | 'wheelchair' | 'visual-aid';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 残疾儿童入户探访 */
  'disabled-federation.home-visit.done': {
    /** 服务内容 */ readonly services: readonly ('visit' | 'policy' | 'rehab' | 'home-teaching' | 'comfort')[];
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 康复救助申请 */
  'disabled-federation.rehab.applied': {
    /** 月龄 */ readonly ageMonths: number;
    /** 类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 康复救助审核 */
  'disabled-federation.rehab.approved': {
    /** 单位 */ readonly org: string;
    /** 每年金额（分） */ readonly amount: number;
    /** 起始日期 */ readonly from: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 康复训练 */
  'disabled-federation.rehab.delivered': {
    /** 单位 */ readonly org: string;
    /** 月份 */ readonly month: string;
    /** 时长（分钟） */ readonly minutes: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 康复中断 */
  'disabled-federation.rehab.stopped': {
    /** 原因 */ readonly reason: 'cost' | 'travel' | 'moved' | 'illness' | 'parents' | 'institution';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 适龄残疾儿童未入学 */
  'disabled-federation.unplaced-child.found': {
    /** 年龄 */ readonly age: number;
    /** 类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 无故缺勤 */
  'education.absence.flagged': {
    /** 缺勤天数 */ readonly days: number;
    /** 是否已联系到监护人 */ readonly contacted: boolean;
    /** 缺勤起始日期 */ readonly since: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 教育资助 */
  'education.aid.granted': {
    /** 类别 */ readonly kind: 'fee-waiver' | 'subsidy' | 'boarding' | 'grant';
    /** 每学期金额（分） */ readonly amount: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 欺凌认定处置 */
  'education.bullying.decided': {
    /** 事件编号 */ readonly incidentRef: string;
    /** 是否认定欺凌 */ readonly isBullying: boolean;
    /** 措施 */ readonly measures: readonly ('apology' | 'discipline' | 'admonition' | 'class-change' | 'special-education' | 'transfer')[];
    /** 是否告知家长 */ readonly parentsTold: boolean;
    /** 启动日期 */ readonly startedOn: string;
    /** 天数 */ readonly days: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 欺凌报告 */
  'education.bullying.reported': {
    /** 事件编号 */ readonly incidentRef: string;
    /** 学校 */ readonly school: string;
    /** 角色 */ readonly role: 'victim' | 'witness' | 'doer' | 'seeker';
    /** 渠道 */ readonly channel: 'self' | 'schoolmate' | 'parent' | 'teacher' | 'patrol' | 'survey' | 'hotline' | 'network';
    /** 涉及人数 */ readonly parties: number;
    /** 是否线上 */ readonly online: boolean;
    /** 是否严重 */ readonly severe: boolean;
    /** 是否报警 */ readonly policeTold?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 全体学生欺凌专项调查 */
  'education.bullying-survey.completed': {
    /** 学校 */ readonly school: string;
    /** 学期 */ readonly term: string;
    /** 学生人数 */ readonly pupils: number;
    /** 答卷人数 */ readonly answered: number;
    /** 发现迹象数 */ readonly signs: number;
  };
  /** 辍学失学通报 */
  'education.dropout-bulletin.issued': {
    /** 月份 */ readonly month: string;
    /** 疑似辍学人数 */ readonly suspected: number;
    /** 辍学人数 */ readonly dropped: number;
    /** 返校人数 */ readonly returned: number;
  };
  /** 辍学确认 */
  'education.dropout.confirmed': {
    /** 年龄 */ readonly age: number;
    /** 原因 */ readonly reason: 'weary' | 'economic' | 'illness' | 'work' | 'guardianship' | 'other' | 'union' | 'pregnancy';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 疑似辍学 */
  'education.dropout.suspected': {
    /** 起始日期 */ readonly since: string;
    /** 原因 */ readonly reason?: 'weary' | 'economic' | 'illness' | 'work' | 'guardianship' | 'other' | 'union' | 'pregnancy';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 劝返记录 */
  'education.dropout-visit.recorded': {
    /** 次数 */ readonly no: number;
    /** 劝诫单位 */ readonly by: 'school' | 'town' | 'village' | 'joint' | 'police' | 'social-worker';
    /** 结果 */ readonly result: 'agreed' | 'refused' | 'not-seen';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 学校发现疑似侵害 */
  'education.harm.suspected': {
    /** 线索编号 */ readonly clueRef: string;
    /** 强制报告情形 */ readonly situation: '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 学生体质健康监测汇总 */
  'education.health-check.counted': {
    /** 学校 */ readonly school: string;
    /** 年度 */ readonly year: number;
    /** 阶段 */ readonly stage: 'kindergarten' | 'primary' | 'junior' | 'senior' | 'vocational';
    /** 在校人数 */ readonly enrolled: number;
    /** 受检人数 */ readonly checked: number;
    /** 近视人数 */ readonly myopic: number;
    /** 肥胖人数 */ readonly obese: number;
    /** 脊柱侧弯人数 */ readonly scoliosis: number;
    /** 扁平足人数 */ readonly flatFoot: number;
    /** 12岁检查人数 */ readonly age12Checked?: number;
    /** 12岁患龋人数 */ readonly age12Caries?: number;
    /** 转诊人数 */ readonly referred: number;
    /** 告知家长人数 */ readonly parentsTold: number;
  };
  /** 学生重大生理心理疾病报告 */
  'education.illness.reported': {
    /** 类别 */ readonly kind: 'physical' | 'psychological';
    /** 知悉日期 */ readonly knownOn: string;
    /** 是否告知监护人 */ readonly guardianTold: boolean;
    /** 告知日期 */ readonly toldOn?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 校内法治教育 */
  'education.law-lesson.held': {
    /** 学校 */ readonly school: string;
    /** 学期 */ readonly term: string;
    /** 普法主体 */ readonly by:
      'court' | 'procuratorate' | 'police' | 'justice' | 'vice-principal' | 'counsellor' | 'school' | 'social-organisation';
    /** 参加人数 */ readonly attendees: number;
  };
  /** 不良行为记录与管教 */
  'education.misconduct.recorded': {
    /** 类别 */ readonly kind:
      'truancy' | 'night-out' | 'smoking-drinking' | 'network-addiction' | 'bad-company' | 'unfit-places' | 'gambling' | 'bad-reading' | 'other';
    /** 措施 */ readonly measures: readonly ('education' | 'discipline' | 'parent-talk' | 'counselling' | 'social-worker' | 'observation')[];
    /** 是否告知家长 */ readonly parentsTold: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 学校家长学校活动 */
  'education.parent-school.held': {
    /** 学校 */ readonly school: string;
    /** 学期 */ readonly term: string;
    /** 类别 */ readonly kind: 'guidance' | 'practice';
    /** 参加人数 */ readonly attendees: number;
  };
  /** 心理危机 */
  'education.psych-crisis.raised': {
    /** 等级 */ readonly grade: '1' | '2' | '3' | '4';
    /** 是否告知监护人 */ readonly guardianTold: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 心理测评预警 */
  'education.psych-screen.flagged': {
    /** 等级 */ readonly grade: '1' | '2' | '3' | '4';
    /** 量表 */ readonly tool?: string;
    /** 是否跟进 */ readonly followUp: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 违规开除、变相开除 */
  'education.pupil-expulsion.found': {
    /** 学校 */ readonly school: string;
    /** 形式 */ readonly form: 'persuaded-out' | 'suspended' | 'refused' | 'expelled';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 特教资源教室设立 */
  'education.resource-room.equipped': {
    /** 学校 */ readonly school: string;
    /** 是否开放 */ readonly open: boolean;
    /** 是否配备 */ readonly equipped: boolean;
    /** 教师人数 */ readonly teachers: number;
  };
  /** 学校保护制度自查 */
  'education.school-duty.checked': {
    /** 学校 */ readonly school: string;
    /** 学期 */ readonly term: string;
    /** 职责项目 */ readonly duty:
      | 'phone-keeping'
      | 'conduct-rules'
      | 'smoke-free'
      | 'bullying-and-sexual-harm'
      | 'mandatory-report'
      | 'safety'
      | 'meals'
      | 'sleep'
      | 'network-literacy'
      | 'drill'
      | 'school-bus'
      | 'after-school';
    /** 是否落实 */ readonly met: boolean;
  };
  /** 校园伤害事故、实习事故 */
  'education.school-injury.occurred': {
    /** 类别 */ readonly kind: 'sport' | 'play' | 'facility' | 'food' | 'school-bus' | 'internship';
    /** 伤情 */ readonly injury: 'none' | 'slight' | 'minor' | 'serious' | 'death';
    /** 是否实习期间 */ readonly internship: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 严重不良行为记录 */
  'education.serious-misconduct.recorded': {
    /** 档案编号 */ readonly fileNo: string;
    /** 类别 */ readonly kind: 'gang' | 'knife' | 'violence' | 'damage' | 'obscene' | 'drugs' | 'gambling' | 'other';
    /** 是否报警 */ readonly policeTold: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 残疾学生安置 */
  'education.special-placement.decided': {
    /** 形式 */ readonly form: 'inclusive' | 'special-school' | 'home-teaching';
    /** 学校 */ readonly school: string;
    /** 是否有资源教室 */ readonly resourceRoom?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 残疾学生安置结束 */
  'education.special-placement.ended': {
    /** 形式 */ readonly form: 'inclusive' | 'special-school' | 'home-teaching';
    /** 学校 */ readonly school: string;
    /** 原因 */ readonly reason: 'transfer' | 'suspension' | 'graduation' | 'left';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 专门教育评估 */
  'education.special-school.assessed': {
    /** 档案编号 */ readonly fileNo: string;
    /** 结果 */ readonly result: 'needed' | 'not-needed' | 'other-measure';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 离开专门学校 */
  'education.special-school.left': {
    /** 档案编号 */ readonly fileNo: string;
    /** 结果 */ readonly outcome: 'school' | 'graduated' | 'employed' | 'transferred' | 'extended';
    /** 离开日期 */ readonly leftOn: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 送入专门学校 */
  'education.special-school.placed': {
    /** 档案编号 */ readonly fileNo: string;
    /** 学校 */ readonly school?: string;
    /** 起始日期 */ readonly from: string;
    /** 截止日期 */ readonly to?: string;
    /** 是否公安参与决定 */ readonly byPolice: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 入学、学籍建立 */
  'education.student.enrolled': {
    /** 学籍号 */ readonly studentNo: string;
    /** 学校 */ readonly school: string;
    /** 等级 */ readonly grade: 'nursery' | 'p1' | 'p2' | 'p3' | 'p4' | 'p5' | 'p6' | 'j1' | 'j2' | 'j3' | 's1' | 's2' | 's3' | 'vocational';
    /** 是否寄宿 */ readonly boarding: boolean;
    /** 是否随迁子女 */ readonly migrantChild?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 学籍异动 */
  'education.student.moved': {
    /** 类别 */ readonly kind: 'transfer' | 'suspension' | 'graduation' | 'left';
    /** 转入学校 */ readonly toSchool?: string;
    /** 预计日期 */ readonly expectedAt?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 复学 */
  'education.student.returned': {
    /** 复学日期 */ readonly at: string;
    /** 是否已稳定30日 */ readonly stable30d?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 师德失范查处通报 */
  'education.teacher-misconduct.found': {
    /** 学校 */ readonly school: string;
    /** 教师 */ readonly teacher?: string;
    /** 类别 */ readonly kind: 'corporal-punishment' | 'humiliation' | 'sexual-harassment' | 'paid-tutoring' | 'gifts' | 'other';
    /** 通报日期 */ readonly circulatedOn?: string;
  };
  /** 出生登记 */
  'health.birth.recorded': {
    /** 出生医学证明编号 */ readonly certNo: string;
    /** 父亲信息是否明确 */ readonly fatherKnown: boolean;
    /** 接生机构 */ readonly hospital: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 健康管理、接种逾期 */
  'health.child-check.overdue': {
    /** 健康管理项目 */ readonly item: 'examination' | 'vaccination' | 'vision' | 'dental';
    /** 逾期天数 */ readonly overdueDays: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 残疾诊断 */
  'health.disability.diagnosed': {
    /** 类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 等级 */ readonly grade?: '1' | '2' | '3' | '4';
    /** 月龄 */ readonly ageMonths: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 伤情检查、采样 */
  'health.forensic-exam.completed': {
    /** 案号 */ readonly caseRef: string;
    /** 时间 */ readonly at: string;
    /** 样本是否封存 */ readonly sampleSealed: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 监护人重病、精神障碍 */
  'health.guardian-illness.confirmed': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 类别 */ readonly kind: '10' | '11' | '12' | '01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 艾滋病毒感染确认 */
  'health.hiv-infection.confirmed': {
    /** 档案编号 */ readonly fileNo: string;
    /** 确认日期 */ readonly confirmedOn: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 醉酒、毒品、“上头电子烟”救治 */
  'health.intoxication.treated': {
    /** 档案编号 */ readonly fileNo?: string;
    /** 物质 */ readonly substance: 'alcohol' | 'drug' | 'e-cigarette' | 'medicine';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年分娩、终止妊娠 */
  'health.minor-delivery.recorded': {
    /** 线索编号 */ readonly clueRef?: string;
    /** 年龄 */ readonly age: number;
    /** 类别 */ readonly kind: 'delivery' | 'miscarriage' | 'induced';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年怀孕 */
  'health.minor-pregnancy.found': {
    /** 线索编号 */ readonly clueRef: string;
    /** 年龄 */ readonly age: number;
    /** 孕周 */ readonly weeks?: number;
    /** 对方年龄 */ readonly partnerAge?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 弃婴、遗弃患儿 */
  'health.newborn-left.found': {
    /** 档案编号 */ readonly fileNo?: string;
    /** 时间 */ readonly at: string;
    /** 医疗机构 */ readonly hospital: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 新生儿疾病筛查汇总 */
  'health.newborn-screening.counted': {
    /** 机构 */ readonly facility: string;
    /** 月份 */ readonly month: string;
    /** 项目 */ readonly item: 'metabolic' | 'hearing' | 'heart' | 'hip' | 'eye';
    /** 应检人数 */ readonly eligible: number;
    /** 筛查人数 */ readonly screened: number;
    /** 异常人数 */ readonly abnormal?: number;
  };
  /** 产前筛查汇总 */
  'health.prenatal-screening.counted': {
    /** 机构 */ readonly facility: string;
    /** 月份 */ readonly month: string;
    /** 应检人数 */ readonly eligible: number;
    /** 筛查人数 */ readonly screened: number;
    /** 异常人数 */ readonly abnormal?: number;
  };
  /** 心理转介接诊 */
  'health.psych-referral.accepted': {
    /** 转介单位 */ readonly fromOrg: string;
    /** 等待天数 */ readonly waitDays: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 初筛疑似排除 */
  'health.screening.cleared': {
    /** 类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 儿童残疾初筛疑似 */
  'health.screening.suspected': {
    /** 残疾类别 */ readonly kind: 'vision' | 'hearing' | 'speech' | 'limb' | 'intellect' | 'mental' | 'multiple';
    /** 月龄 */ readonly ageMonths: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 自伤自杀救治 */
  'health.self-harm.treated': {
    /** 档案编号 */ readonly fileNo?: string;
    /** 方式 */ readonly means?: 'drugs' | 'cutting' | 'fall' | 'other';
    /** 结果 */ readonly outcome: 'discharged' | 'transferred' | 'death';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 儿童重病 */
  'health.serious-illness.diagnosed': {
    /** 病种 */ readonly disease: 'leukaemia' | 'congenital-heart' | 'tumour' | 'kidney-failure' | 'haemophilia' | 'burn' | 'other';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 疑似侵害伤情 */
  'health.suspicious-injury.found': {
    /** 线索编号 */ readonly clueRef: string;
    /** 强制报告情形 */ readonly situation: '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
    /** 伤情 */ readonly injury: 'none' | 'slight' | 'minor' | 'serious' | 'death';
    /** 病历预警级别 */ readonly level: 'red' | 'orange' | 'yellow';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 解矫、收监 */
  'justice.correction.ended': {
    /** 案号 */ readonly caseRef: string;
    /** 结果 */ readonly outcome: 'completed' | 'imprisoned' | 'revoked';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 矫正违规 */
  'justice.correction-rule.breached': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'out-of-supervision' | 'prohibition' | 'reoffending';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年社区矫正入矫 */
  'justice.correction.started': {
    /** 案号 */ readonly caseRef: string;
    /** 起始日期 */ readonly from: string;
    /** 截止日期 */ readonly to: string;
    /** 监护人是否履职 */ readonly guardianActive: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 法律援助（刑事） */
  'justice.criminal-legal-aid.granted': {
    /** 案号 */ readonly caseRef: string;
    /** 角色 */ readonly role: 'victim' | 'witness' | 'doer' | 'seeker';
    /** 天数 */ readonly days: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 教育帮扶 */
  'justice.education-support.done': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'family-empowerment' | 'school-return' | 'peer-help' | 'study' | 'skills' | 'psychological';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 社区矫正机构督促监护人 */
  'justice.guardian.urged': {
    /** 案号 */ readonly caseRef: string;
    /** 监护人 */ readonly guardian: string;
    /** 事由 */ readonly cause: 'refusal' | 'neglect' | 'infringement' | 'indulgence' | 'incapacity';
    /** 是否听从 */ readonly heeded?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 法治宣传 */
  'justice.law-lesson.held': {
    /** 学校 */ readonly school?: string;
    /** 场所 */ readonly place?: string;
    /** 学期 */ readonly term?: string;
    /** 参加人数 */ readonly attendees: number;
  };
  /** 法律援助（民事行政） */
  'justice.legal-aid.granted': {
    /** 案号 */ readonly caseRef: string;
    /** 天数 */ readonly days: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年强制戒毒 */
  'justice.minor-detox.started': {
    /** 档案编号 */ readonly fileNo: string;
    /** 起始日期 */ readonly from: string;
    /** 截止日期 */ readonly to?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 服刑、戒毒人员未成年子女 */
  'justice.parent.imprisoned': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 未成年人数 */ readonly minors: number;
    /** 照护人 */ readonly carer?: 'other-parent' | 'relative' | 'foster' | 'institution' | 'nobody';
    /** 月数 */ readonly months?: number;
    /** 预计释放日期 */ readonly releaseDue?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 监护人释放、解戒 */
  'justice.parent.released': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 日期 */ readonly at: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 损害修复 */
  'justice.repair-work.done': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'apology' | 'compensation' | 'community-work' | 'reconciliation';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 社会调查 */
  'justice.social-survey.completed': {
    /** 案号 */ readonly caseRef: string;
    /** 单位 */ readonly org: string;
    /** 天数 */ readonly days: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 12355 个案 */
  'league.hotline-case.received': {
    /** 类别 */ readonly kind: 'domestic-violence' | 'support' | 'psychological' | 'bullying' | 'schooling' | 'living' | 'advice' | 'infringement';
    /** 是否紧急 */ readonly urgent: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 重要时段网吧检查 */
  'culture.netcafe-check.done': {
    /** 日期 */ readonly on: string;
    /** 时段 */ readonly period: 'winter-holiday' | 'summer-holiday' | 'public-holiday' | 'usual';
    /** 检查场所数 */ readonly venues: number;
    /** 违规数 */ readonly violations: number;
  };
  /** 网吧、娱乐场所违规接纳 */
  'culture.netcafe-violation.found': {
    /** 场所 */ readonly venue: string;
    /** 未成年人数 */ readonly minors: number;
    /** 行政处理 */ readonly penalty?: 'warning' | 'fine' | 'closure' | 'licence-revoked';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 场馆免费、优惠开放 */
  'culture.venue.opened-free': {
    /** 场所 */ readonly venue: string;
    /** 优惠政策 */ readonly policy: 'free' | 'discount' | 'session';
    /** 天数 */ readonly days?: number;
    /** 是否公示 */ readonly signShown?: boolean;
    /** 是否有未成年人专场 */ readonly minorsSession?: boolean;
  };
  /** 向未成年人售酒彩票等 */
  'market.sale-violation.found': {
    /** 商户 */ readonly shop: string;
    /** 物品 */ readonly goods: 'tobacco' | 'e-cigarette' | 'alcohol' | 'lottery' | 'tattoo';
    /** 距离（米） */ readonly distance?: number;
  };
  /** 校外培训违规 */
  'market.tutoring-violation.found': {
    /** 单位 */ readonly org: string;
    /** 类别 */ readonly kind: 'holiday' | 'unlicensed' | 'overtime' | 'charging';
  };
  /** 烟草许可延续 */
  'tobacco.licence.renewed': {
    /** 商户 */ readonly shop: string;
    /** 许可到期日 */ readonly licenceUntil: string;
  };
  /** 校园周边网点清退 */
  'tobacco.outlet.closed': {
    /** 商户 */ readonly shop: string;
    /** 办结日期 */ readonly closedOn: string;
  };
  /** 校园周边烟草网点 */
  'tobacco.outlet-near-school.found': {
    /** 商户 */ readonly shop: string;
    /** 学校 */ readonly school: string;
    /** 校园类别 */ readonly site: 'primary' | 'middle' | 'vocational' | 'kindergarten' | 'nursery';
    /** 距离（米） */ readonly distance: number;
    /** 是否新设网点 */ readonly newOutlet: boolean;
    /** 许可到期日 */ readonly licenceUntil: string;
  };
  /** 使用童工 */
  'hr.child-labour.found': {
    /** 用人单位 */ readonly employer: string;
    /** 年龄 */ readonly age: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 涉未网络举报处置 */
  'cyber.minor-content.handled': {
    /** 类别 */ readonly kind: 'pornography' | 'bullying' | 'addiction' | 'fraud' | 'privacy';
    /** 处置时长（分钟） */ readonly handledMin: number;
  };
  /** 网络欺凌举报 */
  'cyber.network-bullying.reported': {
    /** 事件编号 */ readonly incidentRef: string;
    /** 平台 */ readonly platform?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 医疗救助结算 */
  'medins.aid.settled': {
    /** 金额（分） */ readonly amount: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 街面流浪、乞讨未成年人 */
  'city.begging-minor.found': {
    /** 乡镇 */ readonly town: string;
    /** 是否有成年人带领 */ readonly adultWith: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 公共设施检查 */
  'city.facility.inspected': {
    /** 场所 */ readonly place: string;
    /** 类别 */ readonly kind: 'tactile-path' | 'accessible-toilet' | 'warning-sign' | 'no-smoking' | 'nursing-room' | 'child-toilet';
    /** 是否达标 */ readonly ok: boolean;
  };
  /** 突发事件致监护缺失 */
  'emerg.disaster.caused-gap': {
    /** 事件编号 */ readonly disasterRef: string;
    /** 未成年人数 */ readonly minors: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未保经费预算 */
  'finance.budget.approved': {
    /** 年度 */ readonly year: number;
    /** 金额（分） */ readonly amount: number;
    /** 类别 */ readonly kind: 'guardianship' | 'place' | 'training' | 'allowance' | 'purchase';
  };
  /** 未保经费支出 */
  'finance.fund.spent': {
    /** 年度 */ readonly year: number;
    /** 季度 */ readonly quarter: number;
    /** 金额（分） */ readonly amount: number;
    /** 类别 */ readonly kind: 'guardianship' | 'place' | 'training' | 'allowance' | 'purchase';
  };
  /** 涉未成年人警情 */
  'police.alarm.received': {
    /** 警情编号 */ readonly alarmNo: string;
    /** 警情类别 */ readonly kind: 'injury' | 'bullying' | 'missing' | 'suicide' | 'robbery' | 'dispute' | 'sexual';
    /** 发生乡镇 */ readonly town: string;
    /** 未成年人角色 */ readonly minorRole: 'victim' | 'witness' | 'doer' | 'seeker';
    /** 是否受伤 */ readonly injured?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 矫治教育、专门教育 */
  'police.correction.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'admonition' | 'undertaking' | 'community-correction' | 'special-school' | 'special-correction';
    /** 截止日期 */ readonly to?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 侵害未成年人案件立案 */
  'police.crime-against-minor.filed': {
    /** 案号 */ readonly caseRef: string;
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 关系 */ readonly relation:
      | 'father'
      | 'mother'
      | 'stepparent'
      | 'adoptive-parent'
      | 'paternal-grandparent'
      | 'maternal-grandparent'
      | 'sibling'
      | 'relative'
      | 'neighbour'
      | 'teacher'
      | 'schoolmate'
      | 'online-friend'
      | 'stranger'
      | 'unknown';
    /** 是否性侵 */ readonly sexual: boolean;
    /** 是否暴力 */ readonly violent: boolean;
    /** 性别 */ readonly sex: '0' | '1' | '2' | '9';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家暴警情 */
  'police.dv-call.received': {
    /** 警情编号 */ readonly alarmNo: string;
    /** 未成年人角色 */ readonly minorRole: 'victim' | 'witness' | 'doer' | 'seeker';
    /** 近12个月同户警情次数 */ readonly repeatIn12m?: number;
    /** 是否持械 */ readonly weapon?: boolean;
    /** 伤情 */ readonly injury?: 'none' | 'slight' | 'minor' | 'serious' | 'death';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家庭暴力告诫书 */
  'police.dv-warning.issued': {
    /** 告诫书编号 */ readonly docNo: string;
    /** 加害人 */ readonly offender: string;
    /** 未成年人是否在场 */ readonly minorPresent: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 公安训诫监护人 */
  'police.guardian.admonished': {
    /** 监护人 */ readonly guardian: string;
    /** 事由 */ readonly cause: 'refusal' | 'neglect' | 'infringement' | 'indulgence' | 'incapacity';
    /** 是否责令接受指导 */ readonly guidanceOrdered: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 旅馆未成年人入住异常 */
  'police.hotel-checkin.flagged': {
    /** 旅馆 */ readonly hotel: string;
    /** 时间 */ readonly at: string;
    /** 同住人 */ readonly with?: 'alone' | 'parents' | 'relative' | 'peer' | 'unrelated-adult';
    /** 五必须执行情况 */ readonly fiveMust: readonly boolean[];
    /** 是否联系父母 */ readonly parentCalled: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 户口登记、发现未落户 */
  'police.household.registered': {
    /** 户口事项 */ readonly kind: 'birth' | 'late-entry' | 'adoption' | 'move-in' | 'move-out' | 'death' | 'unregistered';
    /** 待落户起始日期 */ readonly waitingSince?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年人违法处理 */
  'police.minor-offender.handled': {
    /** 案号 */ readonly caseRef: string;
    /** 年龄 */ readonly age: number;
    /** 处理决定 */ readonly measure: 'none' | 'warning' | 'fine' | 'detention' | 'detention-not-executed' | 'transfer';
    /** 近12个月次数 */ readonly repeatIn12m: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 紧急带离 */
  'police.minor.removed': {
    /** 案号 */ readonly caseRef?: string;
    /** 原因 */ readonly reason: 'violence' | 'sexual' | 'unattended' | 'other';
    /** 移交单位 */ readonly handedTo: string;
    /** 时间 */ readonly at: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年行为人警情 */
  'police.minor-suspect-alarm.received': {
    /** 警情编号 */ readonly alarmNo: string;
    /** 警情类别 */ readonly kind: 'injury' | 'bullying' | 'missing' | 'suicide' | 'robbery' | 'dispute' | 'sexual';
    /** 是否受伤 */ readonly injured?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 失踪未成年人找回 */
  'police.missing-minor.found': {
    /** 警情编号 */ readonly alarmNo?: string;
    /** 状态 */ readonly state: 'safe' | 'injured' | 'dead';
    /** 离家时长（分钟） */ readonly awayMin: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年人失踪报案 */
  'police.missing-minor.reported': {
    /** 警情编号 */ readonly alarmNo?: string;
    /** 最后见到时间 */ readonly lastSeen: string;
    /** 乡镇 */ readonly town?: string;
    /** 年龄 */ readonly age: number;
    /** 风险类别 */ readonly riskKind?: 'ran-away' | 'lost' | 'abduction' | 'online-meeting';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 一站式取证完成 */
  'police.one-stop-interview.completed': {
    /** 案号 */ readonly caseRef: string;
    /** 办案区 */ readonly room: string;
    /** 是否录音录像 */ readonly recorded: boolean;
    /** 次数 */ readonly times: number;
    /** 是否女性办案人员 */ readonly femaleStaff?: boolean;
    /** 是否身体检查 */ readonly examined?: boolean;
    /** 是否心理疏导 */ readonly counselled?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 监护人被羁押、强制戒毒 */
  'police.parent.detained': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 类别 */ readonly kind: 'detention' | 'arrest' | 'sentence' | 'detox' | 'released';
    /** 起始日期 */ readonly from: string;
    /** 月数 */ readonly months?: number;
    /** 在家未成年人数 */ readonly minorsAtHome: number;
    /** 照护人 */ readonly carer?: 'other-parent' | 'relative' | 'foster' | 'institution' | 'nobody';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 监护人失联报案受理 */
  'police.parent-missing.accepted': {
    /** 父母 */ readonly parent: string;
    /** 关系人 */ readonly side: 'self' | 'father' | 'mother' | 'other-guardian';
    /** 受理时间 */ readonly acceptedAt: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 性侵类警情 */
  'police.sexual-alarm.received': {
    /** 警情编号 */ readonly alarmNo: string;
    /** 未成年人角色 */ readonly minorRole: 'victim' | 'witness' | 'doer' | 'seeker';
    /** 是否受伤 */ readonly injured?: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 护送流浪未成年人 */
  'police.wandering-minor.escorted': {
    /** 乡镇 */ readonly town: string;
    /** 移交单位 */ readonly handedTo: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 审查逮捕决定 */
  'procuratorate.arrest-review.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 是否批准逮捕 */ readonly arrested: boolean;
    /** 理由 */ readonly reason?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 督促监护令（涉案） */
  'procuratorate.case-guardianship-order.issued': {
    /** 督促监护令编号 */ readonly orderNo: string;
    /** 监护人 */ readonly guardian: string;
    /** 原因 */ readonly cause: 'child-suspect' | 'child-victim';
    /** 截止日期 */ readonly to?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 考验期满、撤销 */
  'procuratorate.conditional-nonprosecution.concluded': {
    /** 案号 */ readonly caseRef: string;
    /** 结果 */ readonly outcome: 'nonprosecution' | 'prosecution';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 附条件不起诉决定 */
  'procuratorate.conditional-nonprosecution.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 考验期起始 */ readonly from: string;
    /** 考验期月数 */ readonly months: number;
    /** 考验期任务 */ readonly tasks?: readonly ('report' | 'community-service' | 'treatment' | 'no-entry' | 'no-contact' | 'study')[];
    /** 帮教单位 */ readonly supervisorOrg?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 羁押必要性审查 */
  'procuratorate.custody-necessity.reviewed': {
    /** 案号 */ readonly caseRef: string;
    /** 是否变更 */ readonly changed: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 提前介入 */
  'procuratorate.early-intervention.started': {
    /** 案号 */ readonly caseRef: string;
    /** 时间 */ readonly at: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 检察院训诫监护人 */
  'procuratorate.guardian.admonished': {
    /** 案号 */ readonly caseRef: string;
    /** 监护人 */ readonly guardian: string;
    /** 事由 */ readonly cause: 'refusal' | 'neglect' | 'infringement' | 'indulgence' | 'incapacity';
    /** 是否责令接受指导 */ readonly guidanceOrdered: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 督促监护令 */
  'procuratorate.guardianship-order.issued': {
    /** 督促监护令编号 */ readonly orderNo: string;
    /** 监护人 */ readonly guardian: string;
    /** 原因 */ readonly cause: 'absent' | 'neglect' | 'indulgence' | 'child-suspect' | 'child-victim';
    /** 截止日期 */ readonly to?: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 不起诉决定 */
  'procuratorate.nonprosecution.decided': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'statutory' | 'discretionary' | 'doubt' | 'probation';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 起诉侵害未成年人犯罪 */
  'procuratorate.offence-against-minor.prosecuted': {
    /** 案号 */ readonly caseRef: string;
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 被害人数 */ readonly victims: number;
    /** 线索来源 */ readonly source:
      | 'school'
      | 'medical'
      | 'village'
      | 'grid'
      | 'hotel'
      | 'police'
      | 'procuratorate'
      | 'court'
      | 'civil-affairs'
      | 'hotline'
      | 'social-worker'
      | 'family'
      | 'self'
      | 'matching'
      | 'other';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 涉罪未成年人退出帮教 */
  'procuratorate.offending-minor.delisted': {
    /** 案号 */ readonly caseRef: string;
    /** 退出原因 */ readonly reason: 'adult' | 'moved' | 'resolved' | 'adopted' | 'death' | 'listed-by-mistake';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 涉罪未成年人纳入帮教 */
  'procuratorate.offending-minor.listed': {
    /** 案号 */ readonly caseRef: string;
    /** 起始日期 */ readonly since: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 涉未公益诉讼立案 */
  'procuratorate.public-interest-case.filed': {
    /** 案号 */ readonly caseRef: string;
    /** 领域 */ readonly field: 'network' | 'food-and-drug' | 'tobacco-and-alcohol' | 'tattoo' | 'lodging' | 'personal-data' | 'accessibility';
    /** 对象 */ readonly target: string;
  };
  /** 国家司法救助 */
  'procuratorate.relief.granted': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kind: 'funds' | 'psychological' | 'schooling' | 'medical' | 'placement';
    /** 金额（分） */ readonly amount?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 支持起诉、督促起诉 */
  'procuratorate.support-suit.filed': {
    /** 案号 */ readonly caseRef: string;
    /** 原告 */ readonly plaintiffKind:
      'self' | 'close-relative' | 'guardian' | 'police' | 'womens-federation' | 'disabled-federation' | 'village' | 'rescue' | 'civil-affairs';
    /** 案由 */ readonly cause: 'divorce' | 'support' | 'visiting' | 'guardianship' | 'adoption';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 起诉未成年人 */
  'procuratorate.suspect-case.prosecuted': {
    /** 案号 */ readonly caseRef: string;
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 起诉日期 */ readonly prosecutedOn: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 受理未成年嫌疑人案件 */
  'procuratorate.suspect-case.received': {
    /** 案号 */ readonly caseRef: string;
    /** 阶段 */ readonly stage: 'arrest' | 'prosecution';
    /** 罪名类别 */ readonly charge:
      | 'sexual-assault'
      | 'indecency'
      | 'injury'
      | 'abuse'
      | 'trafficking'
      | 'abandonment'
      | 'theft'
      | 'robbery'
      | 'affray'
      | 'provocation'
      | 'cyber-aiding'
      | 'other';
    /** 行为时年龄 */ readonly ageAtAct: number;
    /** 性别 */ readonly sex: '0' | '1' | '2' | '9';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 发现应报未报 */
  'procuratorate.unreported-case.found': {
    /** 线索编号 */ readonly clueRef: string;
    /** 应报告单位 */ readonly org: string;
    /** 行业 */ readonly sector:
      'education' | 'health' | 'civil-affairs' | 'police' | 'culture' | 'tutoring' | 'nursery' | 'hotel' | 'village' | 'other';
    /** 情形 */ readonly nature: 'unaware' | 'late' | 'concealed';
  };
  /** 未成年被害人退出关注 */
  'procuratorate.victim-minor.delisted': {
    /** 案号 */ readonly caseRef: string;
    /** 退出原因 */ readonly reason: 'adult' | 'moved' | 'resolved' | 'adopted' | 'death' | 'listed-by-mistake';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 未成年被害人纳入关注 */
  'procuratorate.victim-minor.listed': {
    /** 案号 */ readonly caseRef: string;
    /** 起始日期 */ readonly since: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 被害人多元救助 */
  'procuratorate.victim-support.arranged': {
    /** 案号 */ readonly caseRef: string;
    /** 类别 */ readonly kinds: readonly (
      | 'guardianship'
      | 'living'
      | 'schooling'
      | 'medical'
      | 'rehabilitation'
      | 'psychology'
      | 'legal'
      | 'shelter'
      | 'behaviour'
      | 'household-register'
      | 'infant-care'
    )[];
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 儿童之家活动 */
  'womens-federation.child-home-activity.held': {
    /** 场所 */ readonly place: string;
    /** 参加人数 */ readonly attendees: number;
  };
  /** 12338 投诉求助 */
  'womens-federation.complaint.received': {
    /** 类别 */ readonly kind: 'domestic-violence' | 'support' | 'psychological' | 'bullying' | 'schooling' | 'living' | 'advice' | 'infringement';
    /** 是否涉未成年人 */ readonly minorInvolved: boolean;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家暴受害支持 */
  'womens-federation.dv-support.given': {
    /** 档案编号 */ readonly fileNo?: string;
    /** 类别 */ readonly kinds: readonly (
      | 'guardianship'
      | 'living'
      | 'schooling'
      | 'medical'
      | 'rehabilitation'
      | 'psychology'
      | 'legal'
      | 'shelter'
      | 'behaviour'
      | 'household-register'
      | 'infant-care'
    )[];
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家庭风险发现 */
  'womens-federation.family-risk.found': {
    /** 类别 */ readonly kind: 'neglect' | 'violence' | 'absence' | 'addiction';
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 家庭教育指导 */
  'womens-federation.guidance.delivered': {
    /** 文书编号 */ readonly orderNo?: string;
    /** 形式 */ readonly form: 'individual' | 'family' | 'group' | 'online';
    /** 时长（分钟） */ readonly minutes: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 指导令执行反馈 */
  'womens-federation.order-execution.reported': {
    /** 文书编号 */ readonly orderNo: string;
    /** 状态 */ readonly state: 'running' | 'completed' | 'refused';
    /** 缺席次数 */ readonly absent?: number;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
  /** 社区家长学校活动 */
  'womens-federation.parent-school.held': {
    /** 场所 */ readonly place: string;
    /** 参加人数 */ readonly attendees: number;
    /** 户 */ readonly households?: readonly string[];
  };
  /** 代为申请保护令 */
  'womens-federation.protection-order.requested': {
    /** 案号 */ readonly caseRef: string;
    /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */
    readonly minor?: MinorIdentity;
  };
}
